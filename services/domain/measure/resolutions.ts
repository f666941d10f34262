import { countedUntil, elapsedUntil } from '../sla/clock.ts';
import type { SlaMetric } from '../sla/policy.ts';
import { businessClock } from '../sla/status-clock.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { endFact, type Fact, type FactName, factOf } from './fact.ts';
import { isAgentMessage } from './messages.ts';
import type { Moment } from './moments.ts';
import { cycleOf, type Sheet } from './sheet.ts';
import { inOrder, isUnsolved } from './status.ts';
import type { Subject } from './subject.ts';

/** Of tickets: sums of the stays in the statuses that `RUNS_IN` names. */
const SUMS = ['requester_wait', 'agent_work'] as const;

/** Targets that begin anew, from the creation, with every reopening. */
const RUNS = ['total_resolution', ...SUMS] as const;
const CHAT_RUNS = ['total_resolution'] as const;

/**
 * First and total resolution time, requester wait and agent work time, and reopenings.
 *
 * - First resolution runs from creation to the first `solved` and stays.
 * - Total resolution runs from creation to the last `solved`, also one that repeats what was known; it is
 *   provisional (state `solved`) until the conversation is closed (state `closed`).
 * - Requester wait and agent work are sums up to the last `solved`, of conversations that are not reopened.
 * - None of them is a fact before there is a solution: the open `conversation` is what says that it is awaited,
 *   and the SLA targets say for how long.
 * - A conversation that was closed, merged or deleted without having been solved has none of them.
 * - `scale` carries the public agent messages up to that `solved`, of which one-touch resolution asks; one that
 *   was sent with it (at the same instant) is among them.
 * - Closure runs from creation to the last `closed`, of tickets, solved or not.
 * - Reopened is what was solved before.
 */
export function resolutions(subject: Subject, sheet: Sheet): void {
  const { timeline, moments, status, now } = subject;
  const { stream, openedAt } = timeline;
  if (stream === 'surveys') return;
  const metrics = stream === 'tickets' ? RUNS : CHAT_RUNS;
  const messagesUntil = agentMessageCounter(timeline);
  let first: Fact | null = null;
  let total: Fact | null = null;
  let closure: Fact | null = null;
  let reopens = 0;
  let run = 0;
  let running = false;
  for (const { status: to, at, index } of inOrder(status)) {
    const moment = moments[index]!;
    if (isUnsolved(to)) {
      if (!running && total !== null) {
        total.state = 'solved';
        sheet.spans.push(endFact(factOf('reopen', at, reopens++, moment), at, 'done'));
      }
      running = true;
      continue;
    }
    if (to === 'solved') {
      const scale = messagesUntil(at);
      first ??= solved('first_resolution', openedAt, at, moment, scale);
      total = solved('total_resolution', openedAt, at, moment, scale);
    } else {
      if (total !== null) total.state = 'closed';
      if (stream === 'tickets') closure = endFact(factOf('closure', openedAt, 0, moment), at, 'done');
    }
    if (running) endRun(metrics, run++, openedAt, to === 'solved', at, moment, sheet);
    running = false;
  }
  if (running) endRun(metrics, run, openedAt, false, null, now, sheet);
  const firstEnd = first === null ? subject.endedAt : first.endedAt;
  sheet.cycles.push(cycleOf('first_resolution', 0, openedAt, firstEnd, first !== null, first ?? now));
  for (const fact of [first, total, closure]) if (fact !== null) sheet.spans.push(fact);
  if (stream === 'tickets' && total !== null && !running) sums(total, subject, sheet);
}

function solved(name: FactName, openedAt: number, at: number, moment: Moment, agentMessages: number): Fact {
  const fact = endFact(factOf(name, openedAt, 0, moment), at, 'solved');
  fact.scale = agentMessages;
  return fact;
}

function endRun(
  metrics: readonly SlaMetric[],
  number: number,
  openedAt: number,
  fulfilled: boolean,
  until: number | null,
  moment: Moment,
  { cycles }: Sheet,
): void {
  for (const metric of metrics) cycles.push(cycleOf(metric, number, openedAt, until, fulfilled, moment));
}

function sums(total: Fact, { clocks }: Subject, sheet: Sheet): void {
  for (const name of SUMS) {
    const clock = businessClock(clocks, name);
    const sum = endFact(factOf(name, total.at, 0, total), total.endedAt!, total.state);
    sum.valueMs = elapsedUntil(clock, total.endedAt!) - elapsedUntil(clock, total.at);
    sum.businessMs = countedUntil(clock, total.endedAt!) - countedUntil(clock, total.at);
    sheet.sums.push(sum);
  }
}

/** Counts an agent's public messages up to an instant; asked in order of time, it reads the events once. */
function agentMessageCounter({ events }: Timeline): (until: number) => number {
  let next = 0;
  let count = 0;
  return (until) => {
    for (; next < events.length && events[next]!.occurredAt <= until; next++) {
      if (isAgentMessage(events[next]!)) count++;
    }
    return count;
  };
}
