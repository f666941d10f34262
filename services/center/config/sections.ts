import { z } from 'zod';
import { type Alerting, alerting } from './alerting.ts';
import { calendar } from './calendar.ts';
import { id } from './fields.ts';
import { goal } from './goal.ts';
import { agent, queue, team } from './people.ts';
import { policy } from './policy.ts';

/** The lists of a configuration, by section. */
const LISTS = { teams: team, queues: queue, agents: agent, policies: policy, goals: goal } as const;

type ListName = keyof typeof LISTS;
type Lists = { [name in ListName]: z.output<(typeof LISTS)[name]>[] };

/**
 * Reference data of a contact center: teams, queues, agents, calendars, what is promised to whom, and goals.
 * Durations are ms.
 */
export interface ContactCenter extends Lists {
  calendars: Record<string, z.output<typeof calendar>>;
  /** The business calendar of queues that name none; without it, all hours count. */
  defaultCalendar?: string | undefined;
  alerting: Alerting;
}

/** What is wrong with a configuration, by its place from the root. */
export interface PlacedFault {
  path: readonly PropertyKey[];
  message: string;
}

/** Sections entry by entry: faulty ones are left out, so that the others are checked all the same. */
export interface Sections {
  center: ContactCenter;
  /** Where each entry of a list stands in the file. */
  places: { readonly [name in ListName]: readonly number[] };
  /** All ids and names that the file declares, faulty entries included: a slip in a team is not to be told twice. */
  declared: { readonly [name in ListName | 'calendars']: readonly string[] };
}

const SECTIONS: readonly string[] = [...Object.keys(LISTS), 'calendars', 'defaultCalendar', 'alerting'];

/** Reads every section by its schema. Pushes what is wrong to `faults`. */
export function readSections(document: unknown, faults: PlacedFault[]): Sections {
  const root = check(z.record(z.string(), z.unknown()), document ?? {}, [], faults) ?? {};
  for (const name of Object.keys(root)) {
    if (!SECTIONS.includes(name)) {
      faults.push({ path: [name], message: `is no section; there are ${SECTIONS.join(', ')}` });
    }
  }
  const calendars = check(z.record(id, z.unknown()), root.calendars ?? {}, ['calendars'], faults) ?? {};
  const center: ContactCenter = {
    teams: [],
    queues: [],
    agents: [],
    policies: [],
    goals: [],
    calendars: {},
    alerting: check(alerting, root.alerting ?? {}, ['alerting'], faults) ?? alerting.parse({}),
  };
  const places = { teams: [], queues: [], agents: [], policies: [], goals: [] } as Record<ListName, number[]>;
  const declared = { calendars: Object.keys(calendars) } as Record<ListName | 'calendars', string[]>;
  for (const name of Object.keys(LISTS) as ListName[]) {
    const entries = check(z.array(z.unknown()), root[name] ?? [], [name], faults) ?? [];
    declared[name] = entries.flatMap((entry) => idOf(entry));
    entries.forEach((entry, index) => {
      const value = check<z.ZodType>(LISTS[name], entry, [name, index], faults);
      if (value === undefined) return;
      (center[name] as unknown[]).push(value);
      places[name].push(index);
    });
  }
  for (const [name, definition] of Object.entries(calendars)) {
    const value = check(calendar, definition, ['calendars', name], faults);
    if (value !== undefined) center.calendars[name] = value;
  }
  center.defaultCalendar = check(id.optional(), root.defaultCalendar, ['defaultCalendar'], faults);
  return { center, places, declared };
}

function check<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: readonly PropertyKey[],
  faults: PlacedFault[],
): z.output<Schema> | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) faults.push(...placed(issue, path));
  return undefined;
}

/** A union's fault is that of the alternative that came furthest: `must be one of two shapes` helps nobody. */
function placed(issue: z.core.$ZodIssue, path: readonly PropertyKey[]): PlacedFault[] {
  const here = [...path, ...issue.path];
  if (issue.code !== 'invalid_union') return [{ path: here, message: issue.message }];
  const depth = (issues: readonly z.core.$ZodIssue[]) =>
    Math.max(0, ...issues.map((each) => each.path.length));
  const best = issue.errors.toSorted((a, b) => depth(b) - depth(a))[0] ?? [];
  if (best.length === 0) return [{ path: here, message: issue.message }];
  return best.flatMap((inner) => placed(inner, here));
}

function idOf(entry: unknown): string[] {
  const value = (entry as { id?: unknown } | null)?.id;
  return typeof value === 'string' ? [value] : [];
}
