import type { RawRecord } from '../source.ts';

/** Fields that say what a record was, and nothing of whose it was, in whatever case: contact events have their own. */
const NAMES = [
  'AfterContactWorkDuration',
  'AfterContactWorkEndTimestamp',
  'AfterContactWorkStartTimestamp',
  'Agent',
  'AgentARN',
  'AgentInfo',
  'AgentInitiatedHoldDuration',
  'AgentConnectionAttempts',
  'AgentInteractionDuration',
  'AgentPauseDuration',
  'AgentStatus',
  'ARN',
  'AvailableSlots',
  'AWSAccountId',
  'AWSContactTraceRecordFormatVersion',
  'Channel',
  'ChatMetrics',
  'Concurrency',
  'Configuration',
  'ConnectedToAgentTimestamp',
  'ConnectedToSystemTimestamp',
  'ContactId',
  'ContactMetrics',
  'Contacts',
  'CurrentAgentSnapshot',
  'CustomerHoldDuration',
  'Detail',
  'DequeueTimestamp',
  'DisconnectReason',
  'DisconnectTimestamp',
  'Duration',
  'EnqueueTimestamp',
  'EnqueuedTimestamp',
  'EventId',
  'EventTimestamp',
  'EventType',
  'InitialContactId',
  'InitiationMethod',
  'InitiationTimestamp',
  'InstanceARN',
  'LastUpdateTimestamp',
  'LongestHoldDuration',
  'MaximumSlots',
  'NextAgentStatus',
  'NextContactId',
  'NumberOfHolds',
  'PreviousAgentSnapshot',
  'PreviousContactId',
  'Queue',
  'QueueArn',
  'QueueInfo',
  'QueueTimestamp',
  'RelatedContactId',
  'RoutingProfile',
  'ScheduledTimestamp',
  'Source',
  'StartTimestamp',
  'State',
  'StateStartTimestamp',
  'TransferCompletedTimestamp',
  'Type',
  'Version',
];
const KEPT: ReadonlySet<string> = new Set(NAMES.map((name) => name.toLowerCase()));

/** Times, enumerated words, UUIDs, ARNs and account numbers: what these fields hold when they are what they should be. */
const HARMLESS =
  /^(aws\.connect|\d{4}-\d\d-\d\d(T[\d:.]+Z?)?|[A-Z][A-Z_]{1,40}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|arn:aws[\w-]*:connect:[\w-]*:\d{12}:instance(\/[a-z-]+|\/[0-9a-f-]{36})*)$/;

const DEEPEST = 8;
/** Seconds of 90 days: the longest duration. A telephone number is larger. */
const LARGEST = 90 * 86_400;
const GONE = '(removed)';

/**
 * The record without what may be personal: of documented fields those that name nobody, with values that look as
 * they should; of everything else that it was there. Of a text that is no JSON only its length.
 */
export function redact({ text }: RawRecord): string {
  try {
    return JSON.stringify(without(JSON.parse(text), DEEPEST));
  } catch {
    return JSON.stringify({ unreadable: `${text.length} characters` });
  }
}

function without(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Math.abs(value) <= LARGEST ? value : GONE;
  if (typeof value === 'string') return HARMLESS.test(value) ? value : GONE;
  if (depth === 0) return GONE;
  if (Array.isArray(value)) return value.map((one) => without(one, depth - 1));
  const kept: Record<string, unknown> = {};
  let removed = 0;
  for (const [name, field] of Object.entries(value as object)) {
    if (KEPT.has(name.toLowerCase())) kept[name] = without(field, depth - 1);
    else removed++;
  }
  return removed > 0 ? { ...kept, [GONE]: removed } : kept;
}
