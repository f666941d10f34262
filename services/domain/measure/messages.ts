import type { Said } from '../../../schemas/types.ts';
import type { TimelineEvent } from '../timeline/timeline.ts';

/** Whether an agent wrote to the customer. Bots and internal notes answer nobody. */
export function isAgentMessage({ actorKind, body }: TimelineEvent): boolean {
  return actorKind === 'agent' && body.type === 'message' && body.public;
}

/** Whether the customer wrote. */
export function isCustomerMessage({ actorKind, body }: TimelineEvent): boolean {
  return actorKind === 'customer' && body.type === 'message' && body.public;
}

/** What a message says, where it was read; null of all else. */
export function saidIn({ body }: TimelineEvent): Said | null {
  return body.type === 'message' ? (body.said ?? null) : null;
}
