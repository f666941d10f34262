import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { Fault } from '../../lib/errors.ts';
import type { Intake } from '../../lib/kafka/intake.ts';
import type { KeyedValue } from '../../lib/kafka/producer.ts';
import type { CustomerIds } from '../../sources/customers.ts';
import { deadLetterOf } from '../../sources/dead-letter.ts';
import { readRecord } from '../../sources/read-record.ts';
import type { RawRecord, Source, SourceReader } from '../../sources/source.ts';
import type { CollectorMetrics } from '../metrics.ts';
import type { SourceTools } from './tools.ts';

interface TakeDeps {
  source: Source;
  customers: CustomerIds;
  intake: Intake;
  metrics: CollectorMetrics;
  /** UTC ms. */
  now: () => number;
}

/** Records of a request that one line of the log names. */
const MAX_TOLD = 5;

/** Takes records of a system, as `SourceTools` says. */
export function createTake({ source, customers, intake, metrics, now }: TakeDeps): SourceTools['take'] {
  return async (reader, records, { bytes, log }) => {
    const { events, ignored, unknown } = readAll(reader, records);
    const at = now();
    const letters: KeyedValue[] = unknown.map(({ record, faults }) =>
      deadLetterOf(source, record, faults, { customers, now: at }),
    );
    await intake.accept(events, bytes, log, letters);
    const { system } = source;
    metrics.events(system, 'accepted', events.length);
    metrics.events(system, 'ignored', ignored);
    metrics.events(system, 'rejected', unknown.length);
    if (unknown.length > 0) {
      // The system reads no answers: who runs this must hear of it. Faults name no values.
      const first = unknown.slice(0, MAX_TOLD).map(({ faults }) => faults[0]);
      log.warn({ system, records: unknown.length, first }, 'records were not understood');
    }
    return { accepted: events.length, ignored, dead: unknown.length };
  };
}

function readAll(reader: SourceReader, records: readonly RawRecord[]) {
  const events: OutgoingEvent[] = [];
  const unknown: { record: RawRecord; faults: readonly Fault[] }[] = [];
  let ignored = 0;
  for (const record of records) {
    const reading = readRecord(reader, record);
    if ('events' in reading) for (const event of reading.events) events.push(event);
    else if ('ignored' in reading) ignored++;
    else unknown.push({ record, faults: reading.faults });
  }
  return { events, ignored, unknown };
}
