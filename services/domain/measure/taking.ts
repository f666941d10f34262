import type { TimelineEvent } from '../timeline/timeline.ts';

/**
 * The agent whom an event shows to have taken the conversation: who is assigned, answers, writes to the customer,
 * holds, resumes or wraps up, or sets it to wait for the customer or a third party. Many systems say no more than
 * one of these; in a shared inbox nobody is ever assigned.
 *
 * Not a note, nor a change of priority, tags or queue: those who sort a queue do that. Nor solving: what is solved
 * without an answer was not answered.
 *
 * @returns the agent's id, empty where the event does not name it; null where the event shows nothing of the kind
 */
export function takerOf({ actorKind, actorId, body }: TimelineEvent): string | null {
  switch (body.type) {
    case 'assigned':
      return body.agent_id || null;
    case 'message':
      return actorKind === 'agent' && body.public ? actorId : null;
    case 'status_changed':
      return actorKind === 'agent' && (body.status === 'pending' || body.status === 'on_hold')
        ? actorId
        : null;
    case 'answered':
      return actorKind === 'agent' && !('survey_id' in body) ? actorId : null;
    case 'held':
    case 'resumed':
    case 'wrapped_up':
      return actorKind === 'agent' ? actorId : null;
    default:
      return null;
  }
}
