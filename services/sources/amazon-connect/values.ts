/** Values as Amazon Connect writes them: `null` wherever nothing is known, and nothing at all in older records. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A text; null where there is none. */
export const text = z
  .string()
  .nullish()
  .transform((value) => value || null);

/** Connect began in 2017; a time of the seventies stands for none. */
const FIRST = Date.UTC(2000, 0, 1);

/** ISO 8601 in UTC, of whole seconds in contact records and of milliseconds in agent events; gives UTC ms. */
export const time = z
  .preprocess((value) => (value === '' ? null : value), z.iso.datetime({ offset: true }).nullish())
  .transform((value) => {
    const at = value ? Date.parse(value) : 0;
    return at >= FIRST ? at : null;
  });

/** Whole seconds; gives ms, 0 where nothing is said. */
export const seconds = z
  .number()
  .nonnegative()
  .nullish()
  .transform((value) => Math.round((value ?? 0) * 1_000));

/** An object, or null where there is none. What of it is not named here is not read. */
export const part = <S extends z.ZodRawShape>(shape: S) =>
  z
    .object(shape)
    .nullish()
    .transform((value) => value ?? null);

/** A list; none is an empty one, and what is null in it is not there. */
export const list = <T extends z.ZodType>(of: T) =>
  z
    .array(of.nullable())
    .nullish()
    .transform((values) => (values ?? []).filter((value) => value !== null));

/** Of agent events: a contact's channel is documented as TASKS, and that of slots as TASK. */
export const channel = text.transform((value) => (value === 'TASKS' ? 'TASK' : value));

/** Ids and names up to this length are kept as they are; Connect's own are UUIDs, its documentation allows 256. */
const LONGEST = 100;
const HASHED_CHARS = 32;

/** An id as part of ours: itself, or a hash of it where it is longer than an id of ours has room for. */
export function shortId(id: string): string {
  if (id.length <= LONGEST && id.isWellFormed()) return id;
  return createHash('sha256').update(id).digest('hex').slice(0, HASHED_CHARS);
}

/** What stands behind the last slash of an ARN: the id of what it names. */
export function idOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/**
 * What the queue is called. Queues of one agent have no name; they are one queue, as a board with a queue for each agent
 * would show nothing. Null where nothing is said.
 */
export function queueName(queue: { Name: string | null; ARN: string | null } | null): string | null {
  if (queue === null) return null;
  if (queue.Name !== null) return queue.Name;
  if (queue.ARN === null) return null;
  return isAgentQueue(queue.ARN) ? AGENT_QUEUE : shortId(idOfArn(queue.ARN));
}

/** The queue that all queues of single agents are. */
export const AGENT_QUEUE = 'agent queue';

function isAgentQueue(arn: string): boolean {
  return /\/queue\/agent\/[^/]*$/.test(arn);
}

/**
 * The agent's id: the user name, which contact records and agent events both have; without one the id in the ARN. Null
 * where neither is there.
 */
export function agentIdOf(username: string | null, arn: string | null): string | null {
  if (username !== null) return shortId(username);
  return arn === null ? null : shortId(idOfArn(arn)) || null;
}
