import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { parseDuration } from '../duration.ts';
import { type Fault, FaultsError } from '../errors.ts';

const id = z.string().min(1).max(200);
const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null) return ms;
  context.addIssue({ code: 'custom', message: 'must be a duration such as 20s, 4h or 1h30m' });
  return z.NEVER;
});

const queue = z.strictObject({
  id,
  name: z.string().optional(),
  team: id.optional(),
  serviceLevel: duration.optional(),
  shortAbandon: duration.optional(),
  /** Other thresholds for some channels, such as e-mail in a queue that also takes calls. */
  serviceLevelByChannel: z.record(z.string(), duration).default({}),
});

const contactCenter = z.strictObject({
  teams: z.array(z.strictObject({ id, name: z.string().optional() })).default([]),
  queues: z.array(queue).default([]),
  agents: z.array(z.strictObject({ id, name: z.string().optional(), team: id.optional() })).default([]),
});

/** Reference data: the teams, queues and agents of a contact center. Durations are ms. */
export type ContactCenter = z.infer<typeof contactCenter>;

/** Reads reference data from YAML text. Throws `FaultsError` (`BAD_CONTACT_CENTER`) with every fault and its line. */
export function parseContactCenter(text: string, name: string): ContactCenter {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const faults: Fault[] = document.errors.map((error) => ({
    path: name,
    message: error.message.split('\n')[0] ?? '',
    line: lines.linePos(error.pos[0]).line,
  }));
  if (faults.length > 0) throw new FaultsError('BAD_CONTACT_CENTER', `${name} is no valid YAML`, faults);

  const lineOf = (path: readonly PropertyKey[]): { line?: number } => {
    for (let length = path.length; length > 0; length--) {
      const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return { line: lines.linePos(node.range[0]).line };
    }
    return {};
  };
  const parsed = contactCenter.safeParse(document.toJS() ?? {});
  const all: Fault[] = [];
  if (parsed.success) {
    for (const fault of crossFaults(parsed.data)) {
      all.push({ path: z.core.toDotPath(fault.path), message: fault.message, ...lineOf(fault.path) });
    }
    if (all.length === 0) return parsed.data;
  } else {
    for (const issue of parsed.error.issues) {
      all.push({ path: z.core.toDotPath(issue.path), message: issue.message, ...lineOf(issue.path) });
    }
  }
  throw new FaultsError('BAD_CONTACT_CENTER', `${name} has faults`, all);
}

/** Reads the file at `path`, or the example that comes with the project. */
export function loadContactCenter(path?: string): ContactCenter {
  const file = path ?? new URL('../../../infra/config/contact-center.example.yaml', import.meta.url);
  return parseContactCenter(readFileSync(file, 'utf8'), path ?? 'contact-center.example.yaml');
}

interface CrossFault {
  path: (string | number)[];
  message: string;
}

function crossFaults(center: ContactCenter): CrossFault[] {
  const faults: CrossFault[] = [];
  const teams = new Set(center.teams.map((team) => team.id));
  for (const kind of ['teams', 'queues', 'agents'] as const) {
    const seen = new Set<string>();
    center[kind].forEach((entry, i) => {
      if (seen.has(entry.id)) faults.push({ path: [kind, i, 'id'], message: `${entry.id} is there twice` });
      seen.add(entry.id);
    });
  }
  for (const kind of ['queues', 'agents'] as const) {
    center[kind].forEach((entry, i) => {
      if (entry.team !== undefined && !teams.has(entry.team)) {
        faults.push({ path: [kind, i, 'team'], message: `there is no team ${entry.team}` });
      }
    });
  }
  return faults;
}
