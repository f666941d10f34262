import { isObject } from '../json.ts';

/**
 * - `contact_record`: of a contact that is over; `agent_event`: of an agent;
 * - `contact_event`: of a contact that goes on, as EventBridge sends it or its `detail` alone;
 * - `other_event`: what else Connect sends to the same places, such as rules that matched and real-time transcripts.
 */
export type Kind = 'contact_record' | 'agent_event' | 'contact_event' | 'other_event';

/** Which kind of record it is, by its fields; null of what is none of Connect's. */
export function kindOf(json: Record<string, unknown>): Kind | null {
  if (isObject(json.detail)) {
    if (isContactEvent(json.detail)) return 'contact_event';
    return json.source === 'aws.connect' ? 'other_event' : null;
  }
  if (isTranscript(json)) return 'other_event';
  if (isContactEvent(json)) return 'contact_event';
  if ('ContactId' in json) return 'contact_record';
  return 'EventType' in json && 'AgentARN' in json ? 'agent_event' : null;
}

/** Contact events of some of the guide's samples have names that begin with capitals. */
function isContactEvent(json: Record<string, unknown>): boolean {
  const isCapital = 'ContactId' in json && 'EventType' in json && !('AgentARN' in json);
  return ('contactId' in json && 'eventType' in json) || isCapital;
}

/** Contact Lens streams segments of conversations as they are spoken, with words of its own in `EventType`. */
function isTranscript(json: Record<string, unknown>): boolean {
  return 'ContactId' in json && 'EventType' in json && ('InstanceId' in json || 'Segments' in json);
}
