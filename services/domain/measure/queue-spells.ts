import type { Timeline } from '../timeline/timeline.ts';
import { type Dimensions, endFact, type Fact, type FactState, factOf } from './fact.ts';

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
 * - ended while waiting: abandoned if the customer ended it, else flowed out.
 */
export function queueSpells(timeline: Timeline, moments: readonly Dimensions[]): Fact[] {
  const spells: Fact[] = [];
  let open: Fact | null = null;
  let shortMs = 0;

  const begin = (i: number, at: number) => {
    const dimensions = moments[i]!;
    if (open !== null && open.queue === dimensions.queue) return;
    end(at, 'transferred');
    const stamp = timeline.events[i]!.stamp;
    open = factOf('queue_spell', at, spells.length, { ...dimensions, team: stamp.queueTeam, agent: '' });
    open.targetMs = stamp.serviceLevelMs;
    shortMs = stamp.shortAbandonMs;
    spells.push(open);
  };
  const end = (at: number, state: FactState, agent = '') => {
    if (open === null) return;
    endFact(open, at, state);
    open.agent = agent;
    if (state === 'abandoned' && open.valueMs < shortMs) open.label = SHORT_ABANDON;
    open = null;
  };

  timeline.events.forEach((event, i) => {
    const at = event.occurredAt;
    switch (event.body.type) {
      case 'created':
        if (timeline.stream === 'tickets' && moments[i]!.queue) begin(i, at);
        break;
      case 'queued':
        begin(i, at);
        break;
      case 'assigned':
        if (event.body.agent_id) end(at, 'answered', event.body.agent_id);
        else if (moments[i]!.queue) begin(i, at);
        break;
      case 'answered':
        if (event.actorKind === 'agent') end(at, 'answered', event.actorId);
        break;
      case 'transferred':
        end(at, 'transferred');
        if (timeline.stream === 'tickets' && !moments[i]!.agent) begin(i, at);
        break;
      case 'callback_requested':
        end(at, 'callback');
        break;
      case 'abandoned':
        end(at, 'abandoned');
        break;
      case 'ended':
        end(at, event.actorKind === 'customer' ? 'abandoned' : 'ended');
        break;
      case 'status_changed':
        if (event.body.status === 'solved' || event.body.status === 'closed') end(at, 'ended');
        break;
      case 'merged':
      case 'deleted':
        end(at, 'ended');
        break;
    }
  });
  return spells;
}
