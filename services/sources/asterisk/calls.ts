import type { Actor, ChatBody, ChatEvent } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { CustomerIds } from '../customers.ts';
import type { Agents } from './agents.ts';
import { positionOf, spansOf } from './data.ts';
import { eventId } from './event-ids.ts';
import { isNamed, type Line } from './line.ts';
import { type CallState, ENDED_CALL_MS, MAX_CALLS, type Memory, SILENT_CALL_MS, touch } from './state.ts';
import { createdAt } from './uniqueid.ts';

/** On events that end what the log does not see ending: after a restart, or after a day of silence. */
export const UNKNOWN_END = 'unknown-end';

/** Times of lines that threads write at once may stand this far apart in the wrong order. */
const RACE_MS = 2_000;
/** Hold and talk of a line and the times of lines disagree by a second, and by another where a border lies between. */
const GRAIN_MS = 2_000;

/**
 * The order of events of one instant: leaving a queue or an agent comes before entering the next queue, that before an
 * answer, that before what ends the call. What comes in another order within a second gets a millisecond more.
 */
const RANK = { leaves: 1, queued: 2, answered: 3, ends: 4 } as const;

const SYSTEM: Actor = { kind: 'system', id: null };

/** What the lines about calls mean. Each function appends the events of a line. */
export interface Calls {
  entered(line: Line): void;
  dialled(line: Line): void;
  connected(line: Line): void;
  /** COMPLETEAGENT and COMPLETECALLER. */
  completed(line: Line): void;
  transferred(line: Line): void;
  abandoned(line: Line): void;
  /** Something of the call that changes nothing: it is there. */
  seen(line: Line): void;
  /** Left the queue without an agent, and may go anywhere. */
  left(line: Line): void;
  /** All that is open ended unseen, at the last sign of life. */
  begunAnew(line: Line, lastSign: number): void;
  /** Ends what has been silent for too long, and forgets what ended long ago. */
  sweep(now: number): void;
}

export function createCalls(
  memory: Memory,
  agents: Agents,
  customers: CustomerIds,
  out: OutgoingEvent[],
): Calls {
  const { calls } = memory;

  function callOf(line: Line, openedAt = line.at): { call: CallState; isNew: boolean } {
    const known = calls.get(line.callId);
    if (known !== undefined) {
      known.seenAt = line.at;
      touch(calls, line.callId, known);
      return { call: known, isNew: false };
    }
    if (calls.size >= MAX_CALLS) giveUpOldest();
    const call: CallState = {
      openedAt: createdAt(line.callId) ?? openedAt,
      same: '',
      phase: 'over',
      queue: line.queue,
      agent: '',
      talkingSince: 0,
      hold: null,
      last: '',
      at: 0,
      rank: 0,
      seenAt: line.at,
    };
    calls.set(line.callId, call);
    return { call, isNew: true };
  }

  /** The instant of an event: that of its line, unless an earlier line of the same second would then come after it. */
  function place(call: CallState, line: Line, at: number, rank: number): number {
    const said = [at, line.event, line.queue, line.agent, rank].join('|');
    if (said === call.last) return call.at;
    call.last = said;
    const isAfter = at > call.at || at < call.at - RACE_MS || (at === call.at && rank > call.rank);
    const placed = isAfter ? at : rank > call.rank ? call.at : call.at + 1;
    call.at = placed;
    call.rank = rank;
    return placed;
  }

  function tell(
    line: Line,
    callId: string,
    call: CallState,
    at: number,
    rank: string,
    actor: Actor,
    event: ChatBody,
    extra: Partial<Pick<ChatEvent, 'queue' | 'customer' | 'tags'>> = {},
  ): void {
    out.push({
      topic: 'contact.chats',
      value: {
        event_id: eventId(line, rank, callId),
        occurred_at: at,
        conversation_id: `asterisk:${callId}`,
        opened_at: call.openedAt,
        channel: 'voice',
        source: 'asterisk',
        actor,
        queue: queueOf(line, call),
        customer: null,
        tags: [],
        ...extra,
        event,
      },
    });
  }

  /** A call whose beginning is not in the log entered when its first line says that it did. */
  function enteredUnseen(line: Line, call: CallState, at: number): void {
    call.phase = 'waiting';
    const since = place(call, line, at, RANK.queued);
    tell(line, line.callId, call, since, `${RANK.queued}`, SYSTEM, { type: 'queued', position: null });
  }

  function talksWith(call: CallState, callId: string, line: Line, at: number): void {
    if (call.agent !== '' && call.agent !== line.agent) agents.freed(call.agent, callId, line.at);
    call.phase = 'talking';
    call.agent = line.agent;
    call.talkingSince = at;
    agents.connected(line.agent, line.queue, callId, at);
  }

  function isOver(call: CallState, callId: string, at: number): void {
    if (call.agent !== '') agents.freed(call.agent, callId, at);
    call.phase = 'over';
    call.agent = '';
  }

  /**
   * The call that a line about the end of a talk is about. Its id may be another than the call entered with: where the
   * caller's channel was replaced, Asterisk goes on with the id of the new one. Then agent, queue, hold and talk find it.
   */
  function talkOf(line: Line): string {
    const known = calls.get(line.callId);
    if (known !== undefined) return known.same === '' ? line.callId : known.same;
    const { hold, talk } = spansOf(line);
    const found = [...calls].filter(
      ([, call]) =>
        call.agent === line.agent &&
        isSameQueue(call.queue, line.queue) &&
        talk !== null &&
        Math.abs(line.at - talk - call.talkingSince) <= GRAIN_MS &&
        (hold === null || call.hold === null || Math.abs(hold - call.hold) <= GRAIN_MS),
    );
    if (found.length !== 1) return line.callId;
    const [callId] = found[0]!;
    callOf(line).call.same = callId;
    return callId;
  }

  /** What lies before the end of a talk of which the log has nothing. */
  function talkedUnseen(line: Line, call: CallState): void {
    const { hold, talk } = spansOf(line);
    if (talk === null) return;
    if (hold !== null) enteredUnseen(line, call, line.at - talk - hold);
    const at = place(call, line, line.at - talk, RANK.answered);
    const agent: Actor = { kind: 'agent', id: line.agent };
    tell(line, line.callId, call, at, `${RANK.answered}`, agent, { type: 'answered' });
    if (!memory.agents.has(line.agent)) talksWith(call, line.callId, line, at);
  }

  /** The call of a line that ends a talk, with what was before it. */
  function talkEnding(line: Line): { callId: string; call: CallState } {
    const callId = talkOf(line);
    const { hold, talk } = spansOf(line);
    const before = (hold ?? 0) + (talk ?? 0);
    const { call, isNew } = callOf({ ...line, callId }, line.at - before);
    if (isNew) talkedUnseen(line, call);
    return { callId, call };
  }

  function endUnseen(line: Line, callId: string, call: CallState, at: number): void {
    const event: ChatBody = { type: 'ended', resolved: null };
    tell(line, callId, call, at, `${RANK.ends}`, SYSTEM, event, { queue: call.queue, tags: [UNKNOWN_END] });
    isOver(call, callId, at);
  }

  function endSilent(callId: string, call: CallState): void {
    const line: Line = { at: call.seenAt, callId, queue: '', agent: '', event: 'SILENT', data: [] };
    endUnseen(line, callId, call, Math.max(call.at, call.seenAt));
  }

  function giveUpOldest(): void {
    const [callId, call] = calls.entries().next().value!;
    if (call.phase !== 'over') endSilent(callId, call);
    calls.delete(callId);
  }

  return {
    entered(line) {
      const { call } = callOf(line);
      const isStaying = call.phase === 'waiting' && isSameQueue(call.queue, line.queue);
      const at = place(call, line, line.at, RANK.queued);
      call.phase = 'waiting';
      if (!isStaying) call.queue = line.queue;
      const customer = customers.idOf(callerOf(line));
      const actor: Actor = { kind: 'customer', id: customer === '' ? null : customer };
      const event: ChatBody = { type: 'queued', position: positionOf(line) };
      const extra = { customer: customer === '' ? null : { id: customer, tier: null } };
      tell(line, line.callId, call, at, `${RANK.queued}`, actor, event, extra);
    },
    dialled(line) {
      const { call } = callOf(line);
      const at = place(call, line, line.at, RANK.queued);
      call.phase = 'dialled';
      call.queue = line.queue;
      const customer = customers.idOf(callerOf(line));
      const actor: Actor = isNamed(line.agent)
        ? { kind: 'agent', id: line.agent }
        : { kind: 'bot', id: null };
      const extra = { customer: customer === '' ? null : { id: customer, tier: null } };
      const event: ChatBody = { type: 'started', priority: null };
      tell(line, line.callId, call, at, `${RANK.queued}`, actor, event, extra);
    },
    connected(line) {
      const { hold } = spansOf(line);
      const { call, isNew } = callOf(line, line.at - (hold ?? 0));
      if (isNew && hold !== null) enteredUnseen(line, call, line.at - hold);
      call.hold = hold;
      const at = place(call, line, line.at, RANK.answered);
      const agent: Actor = { kind: 'agent', id: line.agent };
      tell(line, line.callId, call, at, `${RANK.answered}`, agent, { type: 'answered' });
      talksWith(call, line.callId, line, at);
    },
    completed(line) {
      const { callId, call } = talkEnding(line);
      const agent: Actor = { kind: 'agent', id: line.agent };
      if (call.phase === 'waiting' && call.agent === line.agent) {
        // The caller is in the next queue already: of two threads the one that ends the talk wrote second.
        const at = line.at < call.at ? line.at : call.at - (line.at === call.at ? 0 : 1);
        tell(line, callId, call, at, `${RANK.leaves}`, agent, { type: 'wrapped_up' });
        agents.freed(line.agent, callId, line.at);
        call.agent = '';
        return;
      }
      const isByCaller = line.event === 'COMPLETECALLER';
      const rank = isByCaller ? RANK.ends : RANK.leaves;
      const at = place(call, line, line.at, rank);
      // Whose agent has hung up may go on to another queue; who has hung up may not.
      const event: ChatBody = isByCaller ? { type: 'ended', resolved: null } : { type: 'wrapped_up' };
      tell(line, callId, call, at, `${rank}`, isByCaller ? { kind: 'customer', id: null } : agent, event);
      isOver(call, callId, at);
    },
    transferred(line) {
      const { callId, call } = talkEnding(line);
      const at = place(call, line, line.at, RANK.leaves);
      const agent: Actor = { kind: 'agent', id: line.agent };
      const to = destinationOf(line, memory) ?? queueOf(line, call);
      tell(line, callId, call, at, `${RANK.leaves}a`, agent, { type: 'transferred', to_queue: to });
      tell(line, callId, call, at, `${RANK.leaves}b`, SYSTEM, { type: 'ended', resolved: false });
      isOver(call, callId, at);
    },
    abandoned(line) {
      const { hold } = spansOf(line);
      const { call, isNew } = callOf(line, line.at - (hold ?? 0));
      if (isNew && hold !== null) enteredUnseen(line, call, line.at - hold);
      const at = place(call, line, line.at, RANK.ends);
      tell(
        line,
        line.callId,
        call,
        at,
        `${RANK.ends}`,
        { kind: 'customer', id: null },
        { type: 'abandoned' },
      );
      isOver(call, line.callId, at);
    },
    seen(line) {
      if (calls.has(line.callId)) callOf(line);
    },
    left(line) {
      const { hold } = spansOf(line);
      const { call, isNew } = callOf(line, line.at - (hold ?? 0));
      if (isNew && hold !== null) enteredUnseen(line, call, line.at - hold);
      const at = place(call, line, line.at, RANK.leaves);
      tell(line, line.callId, call, at, `${RANK.leaves}`, SYSTEM, { type: 'ended', resolved: false });
      isOver(call, line.callId, at);
    },
    begunAnew(line, lastSign) {
      for (const [callId, call] of calls)
        if (call.phase !== 'over') endUnseen(line, callId, call, Math.max(call.at, lastSign));
    },
    sweep(now) {
      for (const [callId, call] of calls) {
        const silentFor = now - call.seenAt;
        if (call.phase === 'over' && silentFor > ENDED_CALL_MS) calls.delete(callId);
        else if (call.phase !== 'over' && silentFor > SILENT_CALL_MS) endSilent(callId, call);
      }
    },
  };
}

function isSameQueue(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Asterisk finds queues without regard to case, and writes them as the dial plan does or as the configuration does. */
function queueOf({ queue }: Line, call: CallState): string {
  return isSameQueue(queue, call.queue) ? call.queue : queue;
}

/** The caller's number; words that stand for a number that is not known name nobody. */
function callerOf({ data }: Line): string {
  const number = data[1] ?? '';
  return /^(anonymous|unknown|unavailable|restricted|private|withheld|asterisk|s)$/i.test(number)
    ? ''
    : number;
}

/** The queue that a blind transfer goes to, where the extension is called like one: any other may be somebody's number. */
function destinationOf({ event, data }: Line, { queues }: Memory): string | null {
  if (event === 'ATTENDEDTRANSFER') return null;
  return queues.get((data[0] ?? '').toLowerCase()) ?? null;
}
