import { endFact, factOf } from './fact.ts';
import { isAgentMessage, isCustomerMessage } from './messages.ts';
import type { Sheet } from './sheet.ts';
import type { Subject } from './subject.ts';
import { takerOf } from './taking.ts';

/** Who chats looks at the screen; after this they wonder whether anybody is there, ms. */
const LONG_MS = 180_000;

/**
 * Long silences of agents in live chats (channel `chat`): `silence`, from the moment at which it is the agent's turn
 * to the agent's next public message, where that is more than three minutes later. It is the agent's turn once an agent
 * has taken the chat, and whenever the customer has written since the agent last did. A turn ends, long or not, when
 * the chat is put on hold (the customer was told to wait), is queued or moved, or ends; it begins again when the chat
 * is resumed. While a turn lasts nothing is written: how long it will have been nobody knows yet.
 *
 * It needs no texts, only that messages are told: where none is, nothing is known of who was silent.
 */
export function silences({ timeline, moments }: Subject, { spans }: Sheet): void {
  const { stream, channel, events } = timeline;
  if (stream !== 'chats' || channel !== 'chat') return;
  if (!events.some(({ body }) => body.type === 'message')) return;
  let hasAgent = false;
  let since: number | null = null;
  let found = 0;

  function end(at: number, place: number, agent: string): void {
    if (since !== null && at - since > LONG_MS)
      spans.push(endFact(factOf('silence', since, found++, moments[place]!, agent), at, 'done'));
    since = null;
  }
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const { body, occurredAt: at } = event;
    // Where an event takes the chat from its agent, the silence is of the one who had it.
    const before = Math.max(0, i - 1);
    switch (body.type) {
      case 'message':
        if (isAgentMessage(event)) end(at, i, event.actorId);
        else if (isCustomerMessage(event) && hasAgent) since ??= at;
        break;
      case 'answered':
      case 'resumed':
        if (takerOf(event) !== null) since ??= at;
        break;
      case 'held':
        end(at, before, moments[before]!.agent);
        break;
      case 'queued':
      case 'transferred':
      case 'callback_requested':
      case 'abandoned':
      case 'ended':
        end(at, before, moments[before]!.agent);
        hasAgent = false;
        break;
    }
    hasAgent ||= takerOf(event) !== null;
  }
}
