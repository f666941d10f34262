import { cycleOf } from '../sla/cycle.ts';
import { endFact, type Fact, type FactState, factOf } from './fact.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import type { Subject } from './subject.ts';

/** Label of spells that the customer left before the queue's short-abandon time. */
export const SHORT_ABANDON = 'short';

/** The spell that the conversation is in, while its events are read. */
interface Waiting {
  open: Fact | null;
  shortMs: number;
  count: number;
}

/**
 * The stays in queues, from `queued` to answer, abandonment, flow-out or callback.
 *
 * Tickets queue from creation (or transfer, or being given back) until they are assigned to an agent, where
 * their events name a queue.
 *
 * Assumed where events contradict each other:
 * - queued again in the same queue while waiting there: the first begin holds;
 * - queued in another queue while waiting: the customer flowed out of the first;
 * - answered without having queued: nobody waited, so there is no spell;
 * - ended while waiting: abandoned if the customer ended it, else flowed out;
 * - nobody queues in a conversation that is solved or closed.
 */
export function queueSpells(subject: Subject, sheet: Sheet): void {
  const { timeline, moments, status } = subject;
  const { stream, events } = timeline;
  if (stream === 'surveys') return;
  const waiting: Waiting = { open: null, shortMs: 0, count: 0 };
  for (let i = 0; i < events.length; i++) {
    const { occurredAt: at, body, actorKind, actorId } = events[i]!;
    switch (body.type) {
      case 'created':
        if (moments[i]!.queue) begin(waiting, i, subject, sheet);
        break;
      case 'queued':
        begin(waiting, i, subject, sheet);
        break;
      case 'assigned':
        if (body.agent_id) end(waiting, at, 'answered', body.agent_id);
        else if (moments[i]!.queue) begin(waiting, i, subject, sheet);
        break;
      case 'answered':
        if (actorKind === 'agent') end(waiting, at, 'answered', actorId);
        break;
      case 'transferred':
        end(waiting, at, 'transferred');
        if (stream === 'tickets' && !moments[i]!.agent) begin(waiting, i, subject, sheet);
        break;
      case 'callback_requested':
        end(waiting, at, 'callback');
        break;
      case 'abandoned':
        end(waiting, at, 'abandoned');
        break;
      case 'ended':
        end(waiting, at, actorKind === 'customer' ? 'abandoned' : 'ended');
        break;
      case 'status_changed':
      case 'merged':
      case 'deleted':
        if (!isUnsolved(status.after[i]!)) end(waiting, at, 'ended');
        break;
    }
  }
}

/** What was promised to those who waited in a queue; only an answer fulfils it. */
export function queueWaits({ spans, cycles }: Sheet): void {
  for (const spell of spans) {
    if (spell.fact !== 'queue_spell') continue;
    const { seq, at, endedAt, state } = spell;
    cycles.push(cycleOf('queue_wait', seq, at, endedAt, state === 'answered', spell));
  }
}

function begin(waiting: Waiting, i: number, { timeline, moments, status }: Subject, { spans }: Sheet): void {
  const moment = moments[i]!;
  const at = timeline.events[i]!.occurredAt;
  if (!isUnsolved(status.after[i]!) || waiting.open?.queue === moment.queue) return;
  end(waiting, at, 'transferred');
  const spell = factOf('queue_spell', at, waiting.count++, moment, '');
  spell.team = moment.stamp.queueTeam;
  spell.targetMs = moment.stamp.serviceLevelMs;
  waiting.open = spell;
  waiting.shortMs = moment.stamp.shortAbandonMs;
  spans.push(spell);
}

function end(waiting: Waiting, at: number, state: FactState, agent = ''): void {
  const { open } = waiting;
  if (open === null) return;
  endFact(open, at, state);
  open.agent = agent;
  if (state === 'abandoned' && open.valueMs < waiting.shortMs) open.label = SHORT_ABANDON;
  waiting.open = null;
}
