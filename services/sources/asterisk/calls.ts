import type { Actor, ChatBody, ChatEvent } from '../../../schemas/types.ts';
import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { CustomerIds } from '../customers.ts';
import type { Agents } from './agents.ts';
import { createCallBook, place, RANK } from './call-book.ts';
import { positionOf, spansOf } from './data.ts';
import { eventId } from './event-ids.ts';
import { isNamed, type Line } from './line.ts';
import { isSameQueue, knownQueue } from './queue-names.ts';
import { type CallState, ENDED_CALL_MS, type Memory, SILENT_CALL_MS } from './state.ts';

/** On events that end what the log does not see ending: after a restart, or after a day of silence. */
export const UNKNOWN_END = 'unknown-end';

const SYSTEM: Actor = { kind: 'system', id: null };
const CALLER: Actor = { kind: 'customer', id: null };

/** What the lines about calls mean. Each function appends the events of a line. */
export interface Calls {
  entered(line: Line): void;
  dialled(line: Line): void;
  connected(line: Line): void;
  /** COMPLETEAGENT and COMPLETECALLER. */
  completed(line: Line): void;
  transferred(line: Line): void;
  abandoned(line: Line): void;
  /** VICIdial: the agent has put the caller on hold, or taken off. */
  parked(line: Line, isHeld: boolean): void;
  /** Something of the call that changes nothing: it is there. */
  seen(line: Line): void;
  /** Left the queue without an agent, and may go anywhere. */
  left(line: Line): void;
  /** All that is open ended unseen, at the last sign of life. */
  begunAnew(line: Line, lastSign: number): void;
  /** Ends what has been silent for too long, and forgets what ended long ago. */
  sweep(now: number): void;
}

/** A line, and the call that it is about. */
interface About {
  line: Line;
  callId: string;
  call: CallState;
}

export function createCalls(
  memory: Memory,
  agents: Agents,
  customers: CustomerIds,
  out: OutgoingEvent[],
): Calls {
  const { calls } = memory;
  const book = createCallBook(memory, (callId, call) => {
    if (call.phase !== 'over') endSilent(callId, call);
  });

  function tell(
    { line, callId, call }: About,
    at: number,
    rank: string | number,
    actor: Actor,
    event: ChatBody,
    extra: Partial<Pick<ChatEvent, 'queue' | 'customer' | 'tags'>> = {},
  ): void {
    out.push({
      topic: 'contact.chats',
      value: {
        event_id: eventId(line, String(rank), callId),
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

  /** The call of a line that ends a stay in a queue. One whose beginning is not in the log began when the line says so. */
  function stayOf(line: Line): About {
    const { hold } = spansOf(line);
    const { call, isNew } = book.of(line, line.at - (hold ?? 0));
    const about = { line, callId: line.callId, call };
    if (isNew && hold !== null) enteredUnseen(about, line.at - hold);
    return about;
  }

  /** The call of a line that ends a talk, with what of it is not in the log. */
  function talkOf(line: Line): About {
    const callId = book.idOfTalk(line);
    const { hold, talk } = spansOf(line);
    const { call, isNew } = book.of({ ...line, callId }, line.at - (hold ?? 0) - (talk ?? 0));
    const about = { line, callId, call };
    if (isNew && hold !== null && talk !== null) enteredUnseen(about, line.at - talk - hold);
    const isAnswered = !isNew && (call.phase !== 'waiting' || call.agent !== '');
    if (!isAnswered && talk !== null) answeredUnseen(about, Math.max(line.at - talk, call.at));
    return about;
  }

  function enteredUnseen(about: About, at: number): void {
    about.call.phase = 'waiting';
    const since = place(about.call, about.line, at, RANK.queued);
    tell(about, since, RANK.queued, SYSTEM, { type: 'queued', position: null });
  }

  function answeredUnseen(about: About, since: number): void {
    const at = place(about.call, about.line, since, RANK.answered);
    tell(about, at, RANK.answered, agentOf(about.line), { type: 'answered' });
    // Of an agent who is known, something else has been told of that time.
    if (!memory.agents.has(about.line.agent)) talksWith(about, at);
    about.call.phase = 'talking';
  }

  function talksWith({ line, callId, call }: About, at: number): void {
    if (call.agent !== '' && call.agent !== line.agent) agents.freed(call.agent, callId, line.at);
    call.phase = 'talking';
    call.agent = line.agent;
    call.talkingSince = at;
    agents.connected(line.agent, line.queue, callId, at);
  }

  /**
   * When a talk is over. The caller may be in the next queue already, where the thread that ends the talk wrote second: then
   * it was over before that, and the call goes on.
   */
  function endTalk({ line, callId, call }: About, rank: number): number {
    if (call.phase !== 'waiting' || call.agent !== line.agent) {
      const at = place(call, line, line.at, rank);
      close(call, callId, at);
      return at;
    }
    agents.freed(line.agent, callId, line.at);
    call.agent = '';
    return line.at <= call.at ? line.at : call.at - 1;
  }

  function close(call: CallState, callId: string, at: number): void {
    if (call.agent !== '') agents.freed(call.agent, callId, at);
    call.phase = 'over';
    call.agent = '';
  }

  function endUnseen(about: About, at: number): void {
    const extra = { queue: about.call.queue, tags: [UNKNOWN_END] };
    tell(about, at, RANK.ends, SYSTEM, { type: 'ended', resolved: null }, extra);
    close(about.call, about.callId, at);
  }

  function endSilent(callId: string, call: CallState): void {
    const line: Line = { at: call.seenAt, callId, queue: '', agent: '', event: 'SILENT', data: [] };
    endUnseen({ line, callId, call }, Math.max(call.at, call.seenAt));
  }

  /** A call begins, or goes on in another queue. */
  function begin(line: Line, phase: 'waiting' | 'dialled', actorOf: (customer: string) => Actor): void {
    const { call } = book.of(line);
    const isStaying = call.phase === phase && isSameQueue(call.queue, line.queue);
    const at = place(call, line, line.at, RANK.queued);
    call.phase = phase;
    if (!isStaying) call.queue = line.queue;
    const id = customers.idOf(callerOf(line));
    const event: ChatBody =
      phase === 'waiting'
        ? { type: 'queued', position: positionOf(line) }
        : { type: 'started', priority: null };
    const customer = id === '' ? null : { id, tier: null };
    tell({ line, callId: line.callId, call }, at, RANK.queued, actorOf(id), event, { customer });
  }

  return {
    entered(line) {
      begin(line, 'waiting', (id) => ({ kind: 'customer', id: id === '' ? null : id }));
    },
    dialled(line) {
      begin(line, 'dialled', () => (isNamed(line.agent) ? agentOf(line) : { kind: 'bot', id: null }));
    },
    connected(line) {
      const about = stayOf(line);
      about.call.hold = spansOf(line).hold;
      const at = place(about.call, line, line.at, RANK.answered);
      tell(about, at, RANK.answered, agentOf(line), { type: 'answered' });
      talksWith(about, at);
    },
    completed(line) {
      const about = talkOf(line);
      // Whose agent has hung up may go on to another queue; who has hung up may not.
      if (line.event === 'COMPLETECALLER') {
        const at = endTalk(about, RANK.ends);
        tell(about, at, RANK.ends, CALLER, { type: 'ended', resolved: null });
      } else {
        const at = endTalk(about, RANK.leaves);
        tell(about, at, RANK.leaves, agentOf(line), { type: 'wrapped_up' });
      }
    },
    transferred(line) {
      const about = talkOf(line);
      const at = endTalk(about, RANK.leaves);
      const to = destinationOf(line, memory) ?? queueOf(line, about.call);
      tell(about, at, `${RANK.leaves}a`, agentOf(line), { type: 'transferred', to_queue: to });
      tell(about, at, `${RANK.leaves}b`, SYSTEM, { type: 'ended', resolved: false });
    },
    abandoned(line) {
      const about = stayOf(line);
      const at = place(about.call, line, line.at, RANK.ends);
      tell(about, at, RANK.ends, CALLER, { type: 'abandoned' });
      close(about.call, line.callId, at);
    },
    left(line) {
      const about = stayOf(line);
      const at = place(about.call, line, line.at, RANK.leaves);
      tell(about, at, RANK.leaves, SYSTEM, { type: 'ended', resolved: false });
      close(about.call, line.callId, at);
    },
    parked(line, isHeld) {
      if (!calls.has(line.callId)) return;
      const { call } = book.of(line);
      const rank = isHeld ? RANK.held : RANK.resumed;
      const at = place(call, line, line.at, rank);
      const about = { line, callId: line.callId, call };
      tell(about, at, rank, agentOf(line), { type: isHeld ? 'held' : 'resumed' });
    },
    seen(line) {
      if (calls.has(line.callId)) book.of(line);
    },
    begunAnew(line, lastSign) {
      for (const [callId, call] of calls)
        if (call.phase !== 'over') endUnseen({ line, callId, call }, Math.max(call.at, lastSign));
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

function agentOf({ agent }: Line): Actor {
  return { kind: 'agent', id: agent };
}

/** The queue of a line, written as when the caller entered. */
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
function destinationOf({ event, data }: Line, memory: Memory): string | null {
  if (event === 'ATTENDEDTRANSFER') return null;
  return knownQueue(memory, data[0] ?? '');
}
