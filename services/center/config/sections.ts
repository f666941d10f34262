import { z } from 'zod';
import type { Retention } from '../../lib/clickhouse/retention.ts';
import { type AgentStates, agentStates } from './agent-states.ts';
import { faultsOfRule } from './alerting/rules.ts';
import { ALERTING_LISTS, type Alerting, alertingSettings } from './alerting.ts';
import { calendar } from './calendar.ts';
import { change } from './changes.ts';
import { type Complaints, complaints } from './complaints.ts';
import { id } from './fields.ts';
import { faultsOfGoal, goal } from './goal.ts';
import { agent, queue, team } from './people.ts';
import { policy } from './policy.ts';
import { type Privacy, privacy } from './privacy.ts';
import { retention } from './retention.ts';
import { type Reviews, reviews } from './reviews.ts';
import { faultsOfScorecard, scorecard } from './scorecards.ts';
import { type Texts, texts } from './texts.ts';
import { type Workforce, workforce } from './workforce.ts';

/** The lists of a configuration, by section. */
const LISTS = {
  teams: team,
  queues: queue,
  agents: agent,
  policies: policy,
  goals: goal,
  scorecards: scorecard,
  changes: change,
} as const;

type ListName = keyof typeof LISTS;
type Lists = { [name in ListName]: z.output<(typeof LISTS)[name]>[] };
type AlertingListName = keyof typeof ALERTING_LISTS;

/**
 * Reference data of a contact center: teams, queues, agents, calendars, what is promised to whom, goals, scorecards,
 * changes, which tags are complaints, and what reviews ask.
 * Durations are ms.
 */
export interface ContactCenter extends Lists {
  calendars: Record<string, z.output<typeof calendar>>;
  /** The business calendar of queues that name none; without it, all hours count. */
  defaultCalendar?: string | undefined;
  alerting: Alerting;
  workforce: Workforce;
  complaints: Complaints;
  reviews: Reviews;
  texts: Texts;
  privacy: Privacy;
  retention: Retention;
  agentStates: AgentStates;
}

/** What is wrong with a configuration, by its place from the root. */
export interface PlacedFault {
  path: readonly PropertyKey[];
  message: string;
}

/** What is known of a list beside the entries that could be read. */
export interface Entries {
  /** Where each of these stands in the file. */
  places: readonly number[];
  /** The ids of all, faulty entries included: a slip in a team is not to be told twice. */
  declared: readonly string[];
  /** How many there are, faulty ones included. */
  total: number;
}

/** Sections entry by entry: faulty ones are left out, so that the others are checked all the same. */
export interface Sections {
  center: ContactCenter;
  lists: Readonly<Record<ListName, Entries>>;
  alerting: Readonly<Record<AlertingListName, Entries>>;
  /** The names of all calendars, faulty ones included. */
  calendars: readonly string[];
}

const SECTIONS: readonly string[] = [
  ...Object.keys(LISTS),
  'calendars',
  'defaultCalendar',
  'alerting',
  'workforce',
  'complaints',
  'reviews',
  'texts',
  'privacy',
  'retention',
  'agentStates',
];

/** Reads every section by its schema. Pushes what is wrong to `faults`. */
export function readSections(document: unknown, faults: PlacedFault[]): Sections {
  const root = check(anyRecord, document ?? {}, [], faults) ?? {};
  for (const name of Object.keys(root)) {
    if (!SECTIONS.includes(name)) {
      faults.push({ path: [name], message: `is no section; there are ${SECTIONS.join(', ')}` });
    }
  }
  const calendars = check(z.record(id, z.unknown()), root.calendars ?? {}, ['calendars'], faults) ?? {};
  const { alerting, entries: alertingEntries } = readAlerting(root.alerting ?? {}, faults);
  const center: ContactCenter = {
    teams: [],
    queues: [],
    agents: [],
    policies: [],
    goals: [],
    scorecards: [],
    changes: [],
    calendars: {},
    alerting,
    workforce: check(workforce, root.workforce ?? {}, ['workforce'], faults) ?? workforce.parse({}),
    complaints: check(complaints, root.complaints ?? {}, ['complaints'], faults) ?? { reasons: [] },
    reviews: check(reviews, root.reviews ?? {}, ['reviews'], faults) ?? reviews.parse({}),
    texts: check(texts, root.texts ?? {}, ['texts'], faults) ?? texts.parse({}),
    privacy: check(privacy, root.privacy ?? {}, ['privacy'], faults) ?? privacy.parse({}),
    retention: check(retention, root.retention ?? {}, ['retention'], faults) ?? {},
    agentStates: check(agentStates, root.agentStates ?? {}, ['agentStates'], faults) ?? new Map(),
  };
  const lists = {} as Record<ListName, Entries>;
  for (const name of Object.keys(LISTS) as ListName[]) {
    lists[name] = readList(
      LISTS[name],
      root[name],
      [name],
      faults,
      center[name],
      FAULTS_OF[name] ?? noFaults,
    );
  }
  for (const [name, definition] of Object.entries(calendars)) {
    const value = check(calendar, definition, ['calendars', name], faults);
    if (value !== undefined) center.calendars[name] = value;
  }
  center.defaultCalendar = check(id.optional(), root.defaultCalendar, ['defaultCalendar'], faults);
  return { center, lists, alerting: alertingEntries, calendars: Object.keys(calendars) };
}

function readAlerting(
  section: unknown,
  faults: PlacedFault[],
): { alerting: Alerting; entries: Record<AlertingListName, Entries> } {
  const { rules, channels, routes, inhibit, ...settings } =
    check(anyRecord, section, ['alerting'], faults) ?? {};
  const given = { rules, channels, routes, inhibit };
  const alerting: Alerting = {
    ...(check(alertingSettings, settings, ['alerting'], faults) ?? alertingSettings.parse({})),
    rules: [],
    channels: [],
    routes: [],
    inhibit: [],
  };
  const entries = {} as Record<AlertingListName, Entries>;
  for (const name of Object.keys(ALERTING_LISTS) as AlertingListName[]) {
    const faultsOf = name === 'rules' ? (faultsOfRule as FaultsOf) : noFaults;
    const path = ['alerting', name];
    entries[name] = readList(ALERTING_LISTS[name], given[name], path, faults, alerting[name], faultsOf);
  }
  return { alerting, entries };
}

const anyRecord = z.record(z.string(), z.unknown());

/** What is wrong with an entry whose shape is right; `written` is the same as it stands in the file. */
type FaultsOf = (value: unknown, written: unknown) => PlacedFault[];
const noFaults: FaultsOf = () => [];
const FAULTS_OF: Partial<Record<ListName, FaultsOf>> = {
  goals: faultsOfGoal as FaultsOf,
  scorecards: faultsOfScorecard as FaultsOf,
};

/** Puts the entries whose shape is right to `values`. Names in them are checked though they mean nothing. */
function readList(
  schema: z.ZodType,
  given: unknown,
  path: readonly PropertyKey[],
  faults: PlacedFault[],
  values: unknown[],
  faultsOf: FaultsOf,
): Entries {
  const entries = check(z.array(z.unknown()), given ?? [], path, faults) ?? [];
  const places: number[] = [];
  entries.forEach((entry, index) => {
    const value = check(schema, entry, [...path, index], faults);
    if (value === undefined) return;
    for (const fault of faultsOf(value, entry))
      faults.push({ ...fault, path: [...path, index, ...fault.path] });
    values.push(value);
    places.push(index);
  });
  return { places, declared: entries.flatMap((entry) => idOf(entry)), total: entries.length };
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
