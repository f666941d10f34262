import { isCustomerMessage } from './messages.ts';
import { answer, begin, end, giveOn, take, type Waiting } from './queue-waiting.ts';
import { type Cycle, cycleOf, type Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import { isAwaited, type Subject } from './subject.ts';
import { takerOf } from './taking.ts';

/**
 * The stays in queues, from `queued` to answer, abandonment, flow-out or callback.
 *
 * Tickets queue where their events name a queue: from creation, from transfer or being given back unassigned, and
 * from a return to what nobody had taken before it was solved. Where an agent opened the ticket, nobody waits
 * until the customer writes; from then on, unless it is assigned. Chats and calls wait when `queued` says so.
 *
 * Whatever shows that an agent took the conversation answers it (`takerOf`), and the end of the conversation ends
 * it. Assumed where events contradict each other or are silent:
 * - queued again in the same queue while waiting there: the first begin holds;
 * - queued in another queue while waiting: the customer flowed out of the first;
 * - answered without having queued: nobody waited, so there is no spell;
 * - taken before it was created, or at the instant at which it was queued: it waited for no time;
 * - answered and then queued, without having been given on: it waits for the next sign of an agent, or to the end
 *   of the conversation. Two clocks or a second wait, nobody knows: so nobody abandoned it, unless `abandoned` says;
 * - ended while waiting: abandoned if the customer ended it, else flowed out. A wrap-up that follows, by an agent
 *   of whom nothing else is known, says that it was answered, though not when;
 * - a message or change of status of the instant of the solution, or of giving the conversation on, came before it;
 * - what an agent does who has given a chat or call on is after-call work, and answers nothing;
 * - nobody queues in a conversation that is solved or closed.
 */
export function queueSpells(subject: Subject, sheet: Sheet, waiting: Waiting): void {
  const { timeline, moments, status, outset } = subject;
  const { stream, events } = timeline;
  if (stream === 'surveys') return;
  let { unsolved } = waiting;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const { occurredAt: at, body, actorKind, actorId } = event;
    const isUnsolvedNow = isUnsolved(status.after[i]!);
    switch (body.type) {
      case 'created':
        // Created again, it is what it was.
        if (waiting.count === 0) waitAsTicket(waiting, i, subject, sheet);
        break;
      case 'queued':
        begin(waiting, i, subject, sheet);
        if (waiting.takenAt === at) answer(waiting, at, waiting.takenBy ?? '');
        if (!unsolved) waiting.talking.clear();
        break;
      case 'assigned':
        if (body.agent_id) break;
        giveOn(waiting, at, '');
        waitAsTicket(waiting, i, subject, sheet);
        break;
      case 'transferred':
        end(waiting, at, 'transferred');
        if (stream === 'tickets' && moments[i]!.agent !== '') break;
        giveOn(waiting, at, actorKind === 'agent' ? actorId : '');
        waitAsTicket(waiting, i, subject, sheet);
        break;
      case 'callback_requested':
        end(waiting, at, 'callback');
        break;
      case 'abandoned':
        end(waiting, at, 'abandoned');
        waiting.unanswered = null;
        break;
      case 'ended': {
        const isLeft = actorKind === 'customer' && ![...waiting.talking.values()].includes(true);
        end(waiting, at, isLeft ? 'abandoned' : 'ended');
        giveOn(waiting, at, '');
        break;
      }
      case 'status_changed':
        if (isUnsolvedNow && !unsolved && waiting.takenBy === null && !moments[i]!.agent)
          waitAsTicket(waiting, i, subject, sheet);
        break;
      case 'message':
        if (outset.openedByCompany && at === outset.awaitedSince && isCustomerMessage(event))
          waitAsTicket(waiting, i, subject, sheet);
        break;
    }
    const taker = takerOf(event);
    if (taker !== null) take(waiting, event, taker, subject);
    if (!isUnsolvedNow) end(waiting, at, 'ended');
    unsolved = isUnsolvedNow;
  }
  waiting.unsolved = unsolved;
}

/** What was promised to those who waited in a queue; only an answer fulfils it. */
export function queueWaits({ spans }: Sheet): Cycle[] {
  const waits: Cycle[] = [];
  for (const spell of spans) {
    if (spell.fact !== 'queue_spell') continue;
    const { seq, at, endedAt, state } = spell;
    waits.push(cycleOf('queue_wait', seq, at, endedAt, state === 'answered', spell));
  }
  return waits;
}

/** A ticket waits where it has a queue and nobody has it; no `queued` says so. */
function waitAsTicket(waiting: Waiting, i: number, subject: Subject, sheet: Sheet): void {
  const { timeline, moments } = subject;
  const { queue, agent } = moments[i]!;
  const at = timeline.events[i]!.occurredAt;
  if (timeline.stream !== 'tickets' || queue === '' || !isAwaited(subject, at)) return;
  if (subject.outset.openedByCompany && agent !== '') return;
  begin(waiting, i, subject, sheet);
  if (waiting.takenBy !== null) answer(waiting, at, waiting.takenBy);
}
