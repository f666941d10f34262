import { unfulfilledCycle } from '../sla/cycle.ts';
import { endFact, type Fact, type FactState, factOf } from './fact.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import type { Subject } from './subject.ts';

/** Label of spells that the customer left before the queue's short-abandon time. */
export const SHORT_ABANDON = 'short';

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
export function queueSpells({ timeline, moments, status }: Subject, sheet: Sheet): void {
  const { stream, events } = timeline;
  if (stream === 'surveys') return;
  let open: Fact | null = null;
  let shortMs = 0;
  let count = 0;

  const end = (at: number, state: FactState, agent = '') => {
    if (open === null) return;
    endFact(open, at, state);
    open.agent = agent;
    if (state === 'abandoned' && open.valueMs < shortMs) open.label = SHORT_ABANDON;
    open = null;
  };
  const begin = (i: number, at: number) => {
    const moment = moments[i]!;
    if (!isUnsolved(status.after[i]!) || open?.queue === moment.queue) return;
    end(at, 'transferred');
    open = factOf('queue_spell', at, count++, moment, '');
    open.team = moment.stamp.queueTeam;
    open.targetMs = moment.stamp.serviceLevelMs;
    shortMs = moment.stamp.shortAbandonMs;
    sheet.spans.push(open);
  };

  for (let i = 0; i < events.length; i++) {
    const { occurredAt: at, body, actorKind, actorId } = events[i]!;
    switch (body.type) {
      case 'created':
        if (moments[i]!.queue) begin(i, at);
        break;
      case 'queued':
        begin(i, at);
        break;
      case 'assigned':
        if (body.agent_id) end(at, 'answered', body.agent_id);
        else if (moments[i]!.queue) begin(i, at);
        break;
      case 'answered':
        if (actorKind === 'agent') end(at, 'answered', actorId);
        break;
      case 'transferred':
        end(at, 'transferred');
        if (stream === 'tickets' && !moments[i]!.agent) begin(i, at);
        break;
      case 'callback_requested':
        end(at, 'callback');
        break;
      case 'abandoned':
        end(at, 'abandoned');
        break;
      case 'ended':
        end(at, actorKind === 'customer' ? 'abandoned' : 'ended');
        break;
      case 'status_changed':
      case 'merged':
      case 'deleted':
        if (!isUnsolved(status.after[i]!)) end(at, 'ended');
        break;
    }
  }
}

/** What was promised to those who waited in a queue; only an answer fulfils it. */
export function queueWaits({ spans, cycles }: Sheet): void {
  for (const spell of spans) {
    if (spell.fact !== 'queue_spell') continue;
    const cycle = unfulfilledCycle('queue_wait', spell.seq, spell.at, spell.endedAt, spell);
    cycles.push({ ...cycle, fulfilled: spell.state === 'answered' });
  }
}
