import { countedUntil, elapsedUntil } from '../sla/clock.ts';
import type { SlaMetric } from '../sla/policy.ts';
import { businessClock } from '../sla/status-clock.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { copyOf, type Dimensions, endFact, type Fact, type FactName, factOf } from './fact.ts';
import { isAgentMessage } from './messages.ts';
import { cycleOf, type Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import type { Subject } from './subject.ts';

/** Of tickets: sums of the stays in the statuses that `RUNS_IN` names. */
const SUMS = ['requester_wait', 'agent_work'] as const;

/** Targets that begin anew, from the creation, with every reopening. */
const RUNS = ['total_resolution', ...SUMS] as const;
const CHAT_RUNS = ['total_resolution'] as const;

/** What is known of the solutions of a conversation, while its changes of status are read. */
export interface Solutions {
  first: Fact | null;
  total: Fact | null;
  closure: Fact | null;
  reopens: number;
  /** Runs that have ended. */
  run: number;
  running: boolean;
  /** The place of the first change that was not looked at. */
  next: number;
}

export function neverSolved(): Solutions {
  return {
    first: null,
    total: null,
    closure: null,
    reopens: 0,
    run: 0,
    running: false,
    next: 0,
  };
}

export function copyOfSolutions(solutions: Solutions): Solutions {
  const { first, total, closure } = solutions;
  return {
    ...solutions,
    first: first === null ? null : copyOf(first),
    total: total === null ? null : copyOf(total),
    closure: closure === null ? null : copyOf(closure),
  };
}

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
 *
 * @param messagesBefore public messages of agents in the events that were read before these
 */
export function resolutions(
  { timeline, status }: Subject,
  sheet: Sheet,
  solutions: Solutions,
  messagesBefore: number,
): void {
  const { stream, openedAt } = timeline;
  if (stream === 'surveys') return;
  const metrics = stream === 'tickets' ? RUNS : CHAT_RUNS;
  const messagesUntil = agentMessageCounter(timeline, messagesBefore);
  const { said } = status;
  let { first, total, closure, reopens, run, running } = solutions;
  for (let i = solutions.next; i < said.length; i++) {
    const { status: to, at, dimensions } = said[i]!;
    if (isUnsolved(to)) {
      if (!running && total !== null) {
        total.state = 'solved';
        sheet.spans.push(endFact(factOf('reopen', at, reopens++, dimensions), at, 'done'));
      }
      running = true;
      continue;
    }
    if (to === 'solved') {
      const scale = messagesUntil(at);
      first ??= solved('first_resolution', openedAt, at, dimensions, scale);
      total = solved('total_resolution', openedAt, at, dimensions, scale);
    } else {
      if (total !== null) total.state = 'closed';
      if (stream === 'tickets') closure = endFact(factOf('closure', openedAt, 0, dimensions), at, 'done');
    }
    if (running) endRun(metrics, run++, openedAt, to === 'solved', at, dimensions, sheet);
    running = false;
  }
  solutions.first = first;
  solutions.total = total;
  solutions.closure = closure;
  solutions.reopens = reopens;
  solutions.run = run;
  solutions.running = running;
  solutions.next = said.length;
}

/** How it stands now. */
export function resolutionsNow(subject: Subject, sheet: Sheet, solutions: Solutions): void {
  const { timeline, now } = subject;
  const { stream, openedAt } = timeline;
  if (stream === 'surveys') return;
  const metrics = stream === 'tickets' ? RUNS : CHAT_RUNS;
  const { first, total, closure, run, running } = solutions;
  if (running) endRun(metrics, run, openedAt, false, null, now, sheet);
  const firstEnd = first === null ? subject.endedAt : first.endedAt;
  sheet.cycles.push(cycleOf('first_resolution', 0, openedAt, firstEnd, first !== null, first ?? now));
  for (const fact of [first, total, closure]) if (fact !== null) sheet.spans.push(fact);
  if (stream === 'tickets' && total !== null && !running) sums(total, subject, sheet);
}

function solved(
  name: FactName,
  openedAt: number,
  at: number,
  dimensions: Dimensions,
  agentMessages: number,
): Fact {
  const fact = endFact(factOf(name, openedAt, 0, dimensions), at, 'solved');
  fact.scale = agentMessages;
  return fact;
}

function endRun(
  metrics: readonly SlaMetric[],
  number: number,
  openedAt: number,
  fulfilled: boolean,
  until: number | null,
  dimensions: Dimensions,
  { cycles }: Sheet,
): void {
  for (const metric of metrics) cycles.push(cycleOf(metric, number, openedAt, until, fulfilled, dimensions));
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
function agentMessageCounter({ events }: Timeline, before: number): (until: number) => number {
  let next = 0;
  let count = before;
  return (until) => {
    for (; next < events.length && events[next]!.occurredAt <= until; next++) {
      if (isAgentMessage(events[next]!)) count++;
    }
    return count;
  };
}
