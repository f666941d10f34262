import type { EventProducer } from '../lib/event-producer.ts';
import { readRecord } from '../sources/read-record.ts';
import type { RawRecord, ReaderOptions, Source } from '../sources/source.ts';
import type { Clock } from './clock.ts';
import type { ImportProgress, ImportSummary } from './import.ts';
import { createRejectedRecords } from './rejected-records.ts';
import { createSender } from './sender.ts';
import { openSourceFile } from './source-file.ts';
import { count, createTally } from './tally.ts';

const MAX_BATCH = 2_000;
const MAX_LISTED = 20;

export interface RecordImportOptions {
  file: string;
  source: Source;
  reader: ReaderOptions;
  producer: EventProducer;
  /** Events a second; as fast as the producer takes them where it is not given. */
  rate?: number;
  /** Side file for records that were not understood, by default `<file>.rejected.txt`. */
  rejectedPath?: string;
  onProgress?: (progress: ImportProgress) => void;
  /** Aborting stops the import after the batch that is being sent. */
  signal: AbortSignal;
  clock: Clock;
}

/**
 * Sends the records that a contact system wrote to a file, plain or compressed, as the events that its live feed would
 * give: with the same ids, so that what came both ways counts once. Events are sent in the order of the file.
 * @throws {LinewatchError} FILE_UNREADABLE, SEND_FAILED, REJECTS_UNWRITABLE
 */
export async function importRecords(options: RecordImportOptions): Promise<ImportSummary> {
  const { file, source, signal } = options;
  const { sizeBytes, pieces } = openSourceFile(file);
  const rejectedPath = options.rejectedPath ?? `${file}.rejected.txt`;
  const rejects = createRejectedRecords({ path: rejectedPath, source: file, maxListed: MAX_LISTED });
  const tally = createTally();
  const ignored = new Map<string, number>();
  const counts = { rows: 0, imported: 0, ignored: 0, dropped: 0 };
  let bytes = 0;
  const report = () =>
    options.onProgress?.({ bytes, totalBytes: sizeBytes, rows: counts.rows, events: tally.events });
  const sender = createSender({
    ...options,
    maxBatch: MAX_BATCH,
    rate: options.rate ?? null,
    onSent(batch) {
      count(tally, batch);
      report();
    },
  });
  const reader = source.createReader(options.reader);

  async function take(record: RawRecord): Promise<void> {
    counts.rows += 1;
    const reading = readRecord(reader, record);
    if ('events' in reading) {
      counts.imported += 1;
      await sender.add(reading.events);
    } else if ('ignored' in reading) {
      counts.ignored += 1;
      ignored.set(reading.ignored, (ignored.get(reading.ignored) ?? 0) + 1);
    } else await rejects.add(record, reading.faults);
  }

  try {
    const splitter = source.createSplitter();
    for await (const { text, bytesRead } of pieces()) {
      for (const record of splitter.push(text)) {
        if (signal.aborted) break;
        await take(record);
      }
      if (signal.aborted) break;
      bytes = bytesRead;
      report();
    }
    if (!signal.aborted) for (const record of splitter.end()) await take(record);
    await sender.flush();
  } finally {
    await rejects.close();
  }
  return {
    ...counts,
    ...tally,
    rejected: rejects.count,
    rejectedByCode: new Map(rejects.count > 0 ? [['UNKNOWN_RECORD', rejects.count]] : []),
    rejectedFirst: rejects.first,
    rejectedPath,
    reasons: { ignored, rejected: rejects.reasons },
    stopped: signal.aborted,
  };
}
