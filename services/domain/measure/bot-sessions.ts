import type { Timeline } from '../timeline/timeline.ts';
import { type Dimensions, endFact, type Fact, type FactState, factOf } from './fact.ts';

/**
 * The time a bot spends with the customer, from its answer until a human is asked for (`transferred` state),
 * the customer leaves (`abandoned`), or the conversation ends (`solved` where the customer confirmed it,
 * else `ended`).
 */
export function botSessions(timeline: Timeline, moments: readonly Dimensions[]): Fact[] {
  const sessions: Fact[] = [];
  let open: Fact | null = null;
  const end = (at: number, state: FactState) => {
    if (open !== null) endFact(open, at, state);
    open = null;
  };
  timeline.events.forEach((event, i) => {
    const at = event.occurredAt;
    switch (event.body.type) {
      case 'answered':
        if (timeline.stream !== 'chats') break;
        if (event.actorKind !== 'bot') end(at, 'transferred');
        else if (open === null) {
          open = factOf('bot_session', at, sessions.length, { ...moments[i]!, agent: event.actorId });
          sessions.push(open);
        }
        break;
      case 'queued':
      case 'transferred':
      case 'callback_requested':
        end(at, 'transferred');
        break;
      case 'abandoned':
        end(at, 'abandoned');
        break;
      case 'ended':
        end(
          at,
          event.body.resolved === true ? 'solved' : event.actorKind === 'customer' ? 'abandoned' : 'ended',
        );
        break;
    }
  });
  return sessions;
}
