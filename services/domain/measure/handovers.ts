import type { Timeline } from '../timeline/timeline.ts';
import { takerOf } from './taking.ts';

/** What bots did in the events that were read. */
export interface BotsPart {
  /** When one handed over to people. */
  readonly handovers: number[];
  /** Whether one has the conversation. */
  botHasIt: boolean;
}

/**
 * The moments at which a bot handed over to people, in order. A bot hands over when it queues, transfers, escalates
 * or assigns the conversation, or sets it to new or open (how help desks whose bots work in `pending` do it). In a
 * chat that a bot has answered, and no agent since, the queue or the transfer that follows is the hand-over whoever
 * names himself its actor: mostly the platform, or the customer who asked for a human.
 */
export function noteHandovers(part: BotsPart, { stream, events }: Timeline): void {
  const { handovers: moments } = part;
  let { botHasIt } = part;
  for (const event of events) {
    const { occurredAt, actorKind, body } = event;
    const isBot = actorKind === 'bot';
    if (takerOf(event) !== null) botHasIt = false;
    switch (body.type) {
      case 'answered':
        botHasIt ||= stream === 'chats' && isBot;
        break;
      case 'ended':
      case 'abandoned':
      case 'callback_requested':
        botHasIt = false;
        break;
      case 'queued':
      case 'transferred':
        if (isBot || botHasIt) moments.push(occurredAt);
        botHasIt = false;
        break;
      case 'escalated':
      case 'assigned':
        if (isBot) moments.push(occurredAt);
        break;
      case 'status_changed':
        if (isBot && (body.status === 'open' || body.status === 'new')) moments.push(occurredAt);
        break;
    }
  }
  part.botHasIt = botHasIt;
}
