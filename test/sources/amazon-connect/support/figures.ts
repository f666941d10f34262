import type { OutgoingEvent } from '../../../../services/domain/events/event.ts';
import { CATALOGUE } from '../../../../services/metrics/catalogue/index.ts';
import { foldMetrics } from '../../../../services/metrics/memory/fold-metrics.ts';
import { amazonConnect } from '../../../../services/sources/amazon-connect/index.ts';
import { createCustomerIds } from '../../../../services/sources/customers.ts';
import { readRecord } from '../../../../services/sources/read-record.ts';
import type { Reading } from '../../../../services/sources/source.ts';
import { everythingOf } from '../../support/stored.ts';

/** Reads texts as the pieces of one file. */
export function readAll(pieces: readonly string[]): Reading[] {
  const splitter = amazonConnect.createSplitter();
  const reader = amazonConnect.createReader({ customers: createCustomerIds('secret') });
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()].map((record) =>
    readRecord(reader, record),
  );
}

/** Reads a record alone. */
export function read(record: unknown): Reading {
  const [reading, ...more] = readAll([typeof record === 'string' ? record : JSON.stringify(record)]);
  if (reading === undefined || more.length > 0) throw new Error(`${more.length + 1} records, not one`);
  return reading;
}

export function eventsOf(readings: readonly Reading[]): OutgoingEvent[] {
  return readings.flatMap((reading) => {
    if ('faults' in reading) throw new Error(`not understood: ${JSON.stringify(reading.faults)}`);
    return 'events' in reading ? reading.events : [];
  });
}

/** Figures of a span of time, all together or by queue or agent; `''` names the group where nothing is grouped. */
export function figuresOf<Id extends string>(
  events: readonly OutgoingEvent[],
  ids: readonly Id[],
  { from, to, by }: { from: number; to: number; by?: 'queue' | 'agent' },
): Record<string, Record<Id, number | null>> {
  const rows = foldMetrics(everythingOf(events), {
    metrics: ids.map((id) => {
      const metric = CATALOGUE.find((one) => one.id === id);
      if (metric === undefined) throw new Error(`no metric ${id}`);
      return metric;
    }),
    groupBy: by === undefined ? [] : [by],
    starts: [from],
    from,
    to,
    now: to,
    filters: {},
  });
  return Object.fromEntries(
    rows.map((row) => [
      row.group[0] ?? '',
      Object.fromEntries(ids.map((id) => [id, row.values[id]])) as Record<Id, number | null>,
    ]),
  );
}
