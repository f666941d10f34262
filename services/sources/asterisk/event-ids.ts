import { createHash } from 'node:crypto';
import { impersonal } from './data.ts';
import type { Line } from './line.ts';

/**
 * The id of an event by the line that says it. Ties in time are ordered by id: so the rank stands before the hash. Nothing
 * personal goes into the hash, as telephone numbers are few enough to try them all.
 *
 * It has the second and not the fraction that databases keep: file and table of the same log give the same ids.
 */
export function eventId(line: Line, rank: string, about: string = line.callId): string {
  const { at, callId, queue, agent, event } = line;
  const hash = createHash('sha256')
    .update(JSON.stringify([about, callId, queue.toLowerCase(), agent, event, ...impersonal(line)]))
    .digest('base64url');
  return `asterisk:${Math.floor(at / 1000)}:${rank}:${hash.slice(0, 22)}`;
}
