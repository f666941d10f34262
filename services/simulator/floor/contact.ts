import type { Actor } from '../../../schemas/types.ts';
import type { Center } from '../center.ts';
import type { Conversation } from '../event-log.ts';
import type { Agent } from '../people/agents.ts';
import type { Handling } from '../profile.ts';
import type { Dialogue } from '../words/dialogue.ts';

/** A chat or call on its way through the center. */
export interface Contact extends Conversation {
  channel: 'voice' | 'chat' | 'messaging';
  customerActor: Actor;
  /** What is written, where it is a chat. */
  dialogue: Dialogue;
  /** Since when it waits in its present queue. */
  queuedAt: number;
  /** All its waiting so far, ms. */
  waitedMs: number;
  /** Whether the customer left the queue and is called back. */
  callback: boolean;
  transfers: number;
  /** The agent who handed it on, and does not get it back. */
  handedOnBy: Agent | null;
}

/** How contacts of this kind go in the queue where the contact is now. */
export function handlingOf(center: Center, contact: Contact): Handling {
  const queue = center.queue(contact.queue);
  return contact.channel === 'voice' ? queue.call : queue.chat;
}
