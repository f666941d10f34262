import { LinewatchError } from '../../lib/errors.ts';

/** What of the engine a question asks too much of. */
export type Resource = 'memory' | 'time' | 'rows';

export interface Excess {
  resource: Resource;
  /** What it takes at the least, and what it may: bytes or ms. Not given where it was found out by running it. */
  takes?: number;
  most?: number;
}

/** A question that the engine cannot answer within its limits. */
export class TooLargeError extends LinewatchError {
  readonly excess: Excess;

  constructor(excess: Excess, cause?: unknown) {
    const message = `a question takes more ${excess.resource} than it may`;
    super('QUESTION_TOO_LARGE', message, { cause, retriable: excess.takes === undefined });
    this.excess = excess;
  }
}

/** What the engine, or the client that waited for it, says of a statement that it gave up; null of other failures. */
export function exceededBy(code: string): Resource | null {
  return EXCEEDED[code] ?? null;
}

const EXCEEDED: Readonly<Record<string, Resource>> = {
  CLICKHOUSE_MEMORY_LIMIT_EXCEEDED: 'memory',
  CLICKHOUSE_TIMEOUT_EXCEEDED: 'time',
  CLICKHOUSE_TOO_SLOW: 'time',
  CLICKHOUSE_TIMED_OUT: 'time',
  CLICKHOUSE_TOO_MANY_ROWS: 'rows',
  CLICKHOUSE_TOO_MANY_BYTES: 'rows',
  CLICKHOUSE_TOO_MANY_ROWS_OR_BYTES: 'rows',
  CLICKHOUSE_SET_SIZE_LIMIT_EXCEEDED: 'memory',
};
