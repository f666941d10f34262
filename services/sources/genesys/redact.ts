import { apiNames } from './sdk-names.ts';

/** Fields whose values say what happened, and to none of the customers. */
const KEPT: ReadonlySet<string> = new Set([
  ...['conversations', 'conversationId', 'conversationStart', 'conversationEnd', 'originatingDirection'],
  ...['participants', 'participantId', 'purpose', 'userId', 'sessions', 'sessionId', 'peerId', 'mediaType'],
  ...[
    'direction',
    'metrics',
    'emitDate',
    'name',
    'value',
    'segments',
    'segmentStart',
    'segmentEnd',
    'segmentType',
  ],
  ...['disconnectType', 'queueId', 'conference', 'wrapUpCode', 'flowOutType', 'flowInType'],
  ...['primaryPresence', 'routingStatus', 'startTime', 'endTime', 'systemPresence', 'organizationPresenceId'],
  ...[
    'id',
    'time',
    'detail',
    'detail-type',
    'topicName',
    'eventBody',
    'eventTime',
    'acdOutcome',
    'answeredUserId',
  ],
  ...[
    'interactingDurationMs',
    'heldDurationMs',
    'alertingDurationMs',
    'wrapupDurationMs',
    'connectedDurationMs',
  ],
  ...['presence', 'presenceDefinition', 'modifiedDate', 'status'],
]);
/** Ids, times, words of enumerations: nothing that a person has written, and no telephone number. */
const HARMLESS = /^(?!tel:|sips?:)(?=[^\d]*$|.*[a-z])[\w.:{}/-]{1,80}$/i;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** Names of metrics; other names are those of people and queues. */
const METRIC = /^[not][A-Z]\w{1,40}$/;
const MAX_DEPTH = 12;

/**
 * A record without anything personal: its known fields with ids, times and words of enumerations. Names of other fields
 * go too, as attributes are named by whoever sets them.
 */
export function redact(text: string): string {
  try {
    const json: unknown = JSON.parse(text);
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    return JSON.stringify(cleaned(isObject ? apiNames(json as Record<string, unknown>) : json, 0));
  } catch {
    return JSON.stringify({ unreadable: text.length });
  }
}

function fieldOf(name: string, value: unknown, depth: number): unknown {
  if (name === 'name') return typeof value === 'string' && METRIC.test(value) ? value : '…';
  return cleaned(value, depth);
}

function cleaned(value: unknown, depth: number): unknown {
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((one) => cleaned(one, depth + 1));
  if (typeof value === 'object' && value !== null) {
    const kept = Object.entries(value).filter(([name]) => KEPT.has(name));
    return Object.fromEntries(kept.map(([name, inner]) => [name, fieldOf(name, inner, depth + 1)]));
  }
  if (typeof value === 'string') return HARMLESS.test(value) || UUID.test(value) ? value : '…';
  return typeof value === 'number' && !Number.isFinite(value) ? null : value;
}
