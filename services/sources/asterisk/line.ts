import type { Fault } from '../../lib/errors.ts';
import { readTime } from './times.ts';

/** A line of queue_log: `time|callid|queue|agent|event|data...`. */
export interface Line {
  /** UTC ms; of the file in whole seconds. */
  at: number;
  /** The channel's uniqueid; NONE, REALTIME, MANAGER or CLI where no call is meant. */
  callId: string;
  queue: string;
  agent: string;
  event: string;
  /** What follows the event, without empty fields at the end. */
  data: readonly string[];
}

/** Longest id or name that events can carry, with room for what we put before it. */
const MAX_NAME = 200;
const NAMES = ['callid', 'queue', 'agent'] as const;

/** What the rows of a table come to whose first line is not, or not wholly, the names of its columns. */
const ROW = 'has fewer than five fields: a table needs the names of its columns in its first line';

function isRow(text: string): boolean {
  return !text.includes('|') && [',', ';', '\t'].some((delimiter) => text.split(delimiter).length >= 5);
}

/** Cuts a line into its fields; every fault at once, without the values. */
export function readLine(text: string, zone: string): Line | { faults: Fault[] } {
  const [time = '', callId, queue, agent, event, ...rest] = text.split('|').map((field) => field.trim());
  if (event === undefined)
    return { faults: [{ path: 'line', message: isRow(text) ? ROW : 'has fewer than five fields' }] };
  const faults: Fault[] = [];
  const at = readTime(time, zone);
  if (at === null) faults.push({ path: 'time', message: 'is no time between 1973 and 2100' });
  for (const [i, value] of [callId!, queue!, agent!].entries()) {
    if (value.length > MAX_NAME)
      faults.push({ path: NAMES[i]!, message: `is longer than ${MAX_NAME} characters` });
    else if (!value.isWellFormed()) faults.push({ path: NAMES[i]!, message: 'has half of a character' });
  }
  if (!/^[A-Z][A-Z0-9_]*$/.test(event)) faults.push({ path: 'event', message: 'is no name of an event' });
  if (faults.length > 0) return { faults };
  return { at: at!, callId: callId!, queue: queue!, agent: agent!, event, data: withoutEmptyEnd(rest) };
}

function withoutEmptyEnd(fields: readonly string[]): readonly string[] {
  let length = fields.length;
  while (length > 0 && fields[length - 1] === '') length--;
  return fields.slice(0, length);
}

/** What stands where a call or an agent would, and is neither. */
const NOBODY: ReadonlySet<string> = new Set(['', 'NONE', 'REALTIME', 'MANAGER', 'CLI']);

export function isNamed(name: string): boolean {
  return !NOBODY.has(name);
}
