import { retryForever } from '../lib/backoff.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { LinewatchError } from '../lib/errors.ts';

const BACKOFF = { minMs: 200, maxMs: 5_000 };
/** A server that is busy, or a connection that was cut, is not a finding; a server that stays away is. */
const MAX_ATTEMPTS = 10;

/** Calls again what may work later, for half a minute or so. */
export function patiently<T>(call: () => Promise<T>): Promise<T> {
  return retryForever(call, {
    backoff: BACKOFF,
    signal: new AbortController().signal,
    onError(error, attempt) {
      if (!(error instanceof LinewatchError && error.retriable) || attempt + 1 >= MAX_ATTEMPTS) throw error;
    },
  });
}

/** The same ClickHouse, asked again where it does not answer. */
export function patientReader(clickhouse: ClickHouse): ClickHouse {
  return {
    ...clickhouse,
    query: <Row>(...args: Parameters<ClickHouse['query']>) => patiently(() => clickhouse.query<Row>(...args)),
  };
}
