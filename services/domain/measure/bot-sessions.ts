import { endFact, type Fact, type FactState, factOf } from './fact.ts';
import type { Sheet } from './sheet.ts';
import { isUnsolved } from './status.ts';
import type { Subject } from './subject.ts';
import { takerOf } from './taking.ts';

/**
 * The time a bot spends with the customer, from its answer until a human is asked for or joins (an answer is not
 * always said, see `takerOf`), the customer leaves, or the conversation ends. The state says what became of the conversation, for that is what containment,
 * deflection and resolution ask: `transferred` if a human was asked for or joined at any time, before or after;
 * else `abandoned` if the customer left, `solved` where the customer confirmed it, `ended` otherwise.
 */
export function botSessions({ timeline, moments, status }: Subject, { spans }: Sheet): void {
  const { stream, events } = timeline;
  if (stream !== 'chats') return;
  const sessions: Fact[] = [];
  let open: Fact | null = null;
  let human = false;
  for (let i = 0; i < events.length; i++) {
    const { occurredAt: at, body, actorKind, actorId } = events[i]!;
    // A wrap-up may be that of an agent who talked before the bot did.
    if (takerOf(events[i]!) !== null && !(human && body.type === 'wrapped_up')) {
      human = true;
      open = end(open, at, 'transferred');
    }
    switch (body.type) {
      case 'answered':
        if (actorKind === 'bot' && open === null) {
          open = factOf('bot_session', at, sessions.length, moments[i]!, actorId);
          sessions.push(open);
        }
        break;
      case 'queued':
      case 'transferred':
      case 'callback_requested':
        human = true;
        open = end(open, at, 'transferred');
        break;
      case 'abandoned':
        open = end(open, at, 'abandoned');
        break;
      case 'ended':
        open = end(
          open,
          at,
          body.resolved === true ? 'solved' : actorKind === 'customer' ? 'abandoned' : 'ended',
        );
        break;
    }
    if (!isUnsolved(status.after[i]!)) open = end(open, at, 'ended');
  }
  for (const session of sessions) {
    if (human && session.endedAt !== null) session.state = 'transferred';
    spans.push(session);
  }
}

/** Ends a session if there is one; none is open afterwards. */
function end(session: Fact | null, at: number, state: FactState): null {
  if (session !== null) endFact(session, at, state);
  return null;
}
