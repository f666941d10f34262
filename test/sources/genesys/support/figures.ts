/** What Linewatch makes of records: through the reader, and the evaluators in memory. */
import type { OutgoingEvent } from '../../../../services/domain/events/event.ts';
import { findMetric } from '../../../../services/metrics/catalogue/index.ts';
import { foldMetrics } from '../../../../services/metrics/memory/fold-metrics.ts';
import type { Everything } from '../../../../services/metrics/memory/rows.ts';
import { createCustomerIds } from '../../../../services/sources/customers.ts';
import { genesys } from '../../../../services/sources/genesys/index.ts';
import { readRecord } from '../../../../services/sources/read-record.ts';

export const customers = createCustomerIds('a secret of the tests');

/** Reads text in the pieces that it comes in. */
export function readAll(pieces: readonly string[]) {
  const splitter = genesys.createSplitter();
  const records = [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
  return readRecords(records.map(({ text }) => text));
}

export function readRecords(texts: readonly string[], reader = genesys.createReader({ customers })) {
  const readings = texts.map((text) => readRecord(reader, { line: 1, text }));
  return {
    readings,
    events: readings.flatMap((one): OutgoingEvent[] => ('events' in one ? one.events : [])),
    ignored: readings.flatMap((one) => ('ignored' in one ? [one.ignored] : [])),
    faults: readings.flatMap((one) => ('faults' in one ? [one.faults] : [])),
  };
}

/** Figures over a range, by a dimension where one is given. */
export function figures(
  everything: Everything,
  metrics: readonly string[],
  { from, to }: { from: number; to: number },
  by?: 'queue' | 'agent',
): Record<string, Record<string, number | null>> {
  return Object.fromEntries(
    metrics.map((id) => {
      const rows = foldMetrics(everything, {
        metrics: [findMetric(id)!],
        from,
        to,
        now: to,
        starts: [from],
        groupBy: by === undefined ? [] : [by],
        filters: {},
      });
      return [id, Object.fromEntries(rows.map(({ group, values }) => [group[0] ?? '', values[id] ?? null]))];
    }),
  );
}
