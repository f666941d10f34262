import { LinewatchError } from '../errors.ts';

/** What kafkajs's errors have in common; the cause is inside where it gave up retrying. */
interface KafkaError extends Error {
  /** Kafka's own name of the error, such as `ILLEGAL_GENERATION`. */
  type?: string;
  retriable?: boolean;
  cause?: unknown;
}

/** The group has moved on without this consumer, or is about to. */
const GIVEN_AWAY = new Set([
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'REBALANCE_IN_PROGRESS',
  'FENCED_INSTANCE_ID',
]);

/** Kafka's name of an error, wherever kafkajs has wrapped it. */
function typeOf(error: unknown): string | undefined {
  for (let e = error as KafkaError | undefined; e instanceof Error; e = e.cause as KafkaError | undefined) {
    if (e.type !== undefined) return e.type;
  }
  return undefined;
}

/** Errors that will not go away by asking again: the request itself is refused. */
const REFUSED = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TOPIC_EXCEPTION',
]);

/**
 * kafkajs's error as one with a code: `PARTITIONS_LOST`, `KAFKA_<Kafka's name>`, or `KAFKA_UNAVAILABLE` when no
 * broker answered. All but refusals are retriable: what a broker says no to for lack of a leader or of rights,
 * it may say yes to later.
 */
export function asKafkaError(cause: unknown): LinewatchError {
  if (cause instanceof LinewatchError) return cause;
  const type = typeOf(cause);
  if (type !== undefined && GIVEN_AWAY.has(type)) {
    return new LinewatchError('PARTITIONS_LOST', `the consumer group has moved on: ${type}`, { cause });
  }
  const message = `Kafka does not take it: ${(cause as Error).message}`;
  if (type !== undefined)
    return new LinewatchError(`KAFKA_${type}`, message, { cause, retriable: !REFUSED.has(type) });
  return new LinewatchError('KAFKA_UNAVAILABLE', message, { cause, retriable: true });
}
