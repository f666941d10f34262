import type { Timeline } from '../timeline/timeline.ts';
import { type Dimensions, endFact, type Fact, factOf } from './fact.ts';
import { isUnsolved, type StatusChange } from './status.ts';

/**
 * First and total resolution time, and reopenings.
 *
 * First resolution runs from creation to the first `solved` and stays. Total resolution runs from creation to
 * the last `solved`; it is provisional (state `solved`) until the conversation is closed (state `closed`), and
 * open again after a reopening. `scale` carries the public agent messages up to that `solved`, of which
 * one-touch resolution asks.
 */
export function resolutions(
  timeline: Timeline,
  moments: readonly Dimensions[],
  changes: readonly StatusChange[],
): Fact[] {
  const facts: Fact[] = [];
  let first: Fact | null = null;
  let total: Fact | null = null;
  let reopens = 0;
  let wasSolved = false;
  for (const change of changes) {
    const dimensions = moments[change.index]!;
    if (change.status === 'solved') {
      if (first === null) {
        first = endFact(factOf('first_resolution', timeline.openedAt, 0, dimensions), change.at, 'solved');
        first.scale = agentMessages(timeline, change.index);
        facts.push(first);
      }
      if (total === null) {
        total = factOf('total_resolution', timeline.openedAt, 0, dimensions);
        facts.push(total);
      }
      Object.assign(total, dimensions);
      endFact(total, change.at, 'solved');
      total.scale = agentMessages(timeline, change.index);
    } else if (change.status === 'closed') {
      if (total?.state === 'solved') total.state = 'closed';
    } else if (wasSolved && isUnsolved(change.status)) {
      const reopen = factOf('reopen', change.at, reopens++, dimensions);
      facts.push(endFact(reopen, change.at, 'done'));
      if (total !== null) reopened(total);
    }
    wasSolved = !isUnsolved(change.status);
  }
  const last = changes.at(-1);
  if (first === null && last !== undefined && isUnsolved(last.status)) {
    facts.push(factOf('first_resolution', timeline.openedAt, 0, moments.at(-1)!));
  }
  return facts;
}

function reopened(total: Fact): void {
  total.state = 'open';
  total.endedAt = null;
  total.valueMs = 0;
}

function agentMessages(timeline: Timeline, untilIndex: number): number {
  let count = 0;
  for (let i = 0; i <= untilIndex; i++) {
    const event = timeline.events[i]!;
    if (event.actorKind === 'agent' && event.body.type === 'message' && event.body.public) count++;
  }
  return count;
}
