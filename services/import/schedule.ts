import { FaultsError } from '../lib/errors.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import type { Clock } from './clock.ts';
import { type CsvFile, type CsvRow, openCsv } from './csv-file.ts';
import { RowFault } from './errors.ts';
import type { ImportProgress, ImportSummary } from './import.ts';
import type { FileFormat } from './mapping.ts';
import { createRejects } from './rejects.ts';
import { type LinedSpan, scheduledEvent, wholePlan, withoutOverlaps } from './schedule-plan.ts';
import { createScheduleReader, type ScheduleReader } from './schedule-rows.ts';
import { createSender } from './sender.ts';
import { count, createTally } from './tally.ts';

const FORMAT: FileFormat = { encoding: 'utf-8', delimiter: ',', quote: '"', decimal: '.' };
const MAX_BATCH = 2_000;
const MAX_LISTED = 20;

export interface ScheduleImportOptions {
  file: string;
  /** IANA zone of times without an offset; null: every time must have one. */
  zone: string | null;
  /** When the plan is made, UTC ms: of plans that contradict each other the one made later holds. */
  plannedAt: number;
  producer: EventProducer;
  rate?: number;
  rejectedPath?: string;
  onProgress?: (progress: ImportProgress) => void;
  signal: AbortSignal;
  clock: Clock;
}

/**
 * Sends a schedule (`agent,activity,starts_at,ends_at`) as `scheduled` events. Of each agent that it names it is the
 * whole plan from its earliest begin to its latest end: see `wholePlan`.
 * @throws {LinewatchError} and sends nothing where the file cannot be read, or lacks a column (COLUMNS_MISSING).
 */
export async function importSchedule(options: ScheduleImportOptions): Promise<ImportSummary> {
  const { file, zone, plannedAt, signal } = options;
  const csv = await openCsv(file, FORMAT);
  const reader = readerOf(csv, file, zone);
  const rejectedPath = options.rejectedPath ?? `${file}.rejected.csv`;
  const rejects = createRejects({
    ...csv,
    format: FORMAT,
    path: rejectedPath,
    source: file,
    maxListed: MAX_LISTED,
  });
  const tally = createTally();
  let rows = 0;
  let bytes = 0;
  const report = () => options.onProgress?.({ bytes, totalBytes: csv.sizeBytes, rows, events: tally.events });
  const sender = createSender({
    ...options,
    maxBatch: MAX_BATCH,
    rate: options.rate ?? null,
    onSent(batch) {
      count(tally, batch);
      report();
    },
  });
  let kept: LinedSpan[] = [];
  try {
    const spans: LinedSpan[] = [];
    const faulty: { row: CsvRow; fault: RowFault }[] = [];
    const rowAt = new Map<number, CsvRow>();
    for await (const batch of csv.rows()) {
      if (signal.aborted) break;
      for (const row of batch.rows) {
        rows += 1;
        const read = spanOf(row, reader);
        if (read instanceof RowFault) faulty.push({ row, fault: read });
        else {
          spans.push({ ...read, line: row.line });
          rowAt.set(row.line, row);
        }
      }
      bytes += batch.bytes;
      report();
    }
    const cleared = withoutOverlaps(spans);
    kept = cleared.kept;
    for (const { span, with: line } of cleared.overlaps) {
      const message = `${span.agent} has something else planned on line ${line}`;
      faulty.push({ row: rowAt.get(span.line)!, fault: new RowFault('OVERLAP', message) });
    }
    faulty.sort((a, b) => a.row.line - b.row.line);
    for (const { row, fault } of faulty) await rejects.add(row, fault);
    const incomplete = new Set(faulty.map(({ row }) => reader.agentOf(row)));
    await sender.add(wholePlan(kept, incomplete).map((span) => scheduledEvent(span, plannedAt)));
    await sender.flush();
    csv.checkUnchanged();
  } finally {
    await rejects.close();
  }
  return {
    rows,
    imported: kept.length,
    ignored: 0,
    dropped: 0,
    rejected: [...rejects.counts.values()].reduce((sum, each) => sum + each, 0),
    rejectedByCode: rejects.counts,
    rejectedFirst: rejects.first,
    rejectedPath,
    stopped: signal.aborted,
    ...tally,
    // What is planned, not when it was told.
    from: kept.reduce<number | null>((min, { startsAt }) => Math.min(min ?? startsAt, startsAt), null),
    to: kept.reduce<number | null>((max, { endsAt }) => Math.max(max ?? endsAt, endsAt), null),
  };
}

/** Throws as `importSchedule` does where the file has not the columns of a schedule. */
export async function checkSchedule(file: string): Promise<void> {
  readerOf(await openCsv(file, FORMAT), file, null);
}

function readerOf({ header }: CsvFile, file: string, zone: string | null): ScheduleReader {
  const reader = createScheduleReader(header, zone);
  if (reader.faults.length === 0) return reader;
  throw new FaultsError('COLUMNS_MISSING', `${file} is no schedule`, reader.faults);
}

function spanOf(row: CsvRow, reader: ScheduleReader) {
  if (row.fault !== null) return row.fault;
  try {
    return reader.read(row);
  } catch (error) {
    if (error instanceof RowFault) return error;
    throw error;
  }
}
