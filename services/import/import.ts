import type { EventProducer } from '../lib/event-producer.ts';
import type { Clock } from './clock.ts';
import { newConversation } from './conditions.ts';
import { createCensus, type Gatherer, type KeyedRow, rowByRow } from './conversations.ts';
import { type CsvRow, openCsv } from './csv-file.ts';
import { RowFault, type RowFaultCode } from './errors.ts';
import type { Mapping } from './mapping.ts';
import { compilePlan, type Plan, type RowKey } from './plan.ts';
import { createRejects, type RejectedRow } from './rejects.ts';
import { createSender } from './sender.ts';
import { count, createTally, type Tally } from './tally.ts';

export interface ImportOptions {
  file: string;
  mapping: Mapping;
  producer: EventProducer;
  /** Events a second; as fast as the producer takes them where it is not given. */
  rate?: number;
  /** Side file for rejected rows, by default `<file>.rejected.csv`. */
  rejectedPath?: string;
  onProgress?: (progress: ImportProgress) => void;
  /** Aborting stops the import after the batch that is being sent. */
  signal: AbortSignal;
  clock: Clock;
  limits?: Partial<ImportLimits>;
}

export interface ImportLimits {
  /** Events in one call of the producer. */
  maxBatch: number;
  /** Rows in memory whose conversation has rows further down in the file. */
  maxHeldRows: number;
  /** Rejected rows in the summary. */
  maxListed: number;
}

const DEFAULT_LIMITS: ImportLimits = { maxBatch: 2_000, maxHeldRows: 500_000, maxListed: 20 };

export interface ImportProgress {
  /** Read so far, in all passes. */
  bytes: number;
  rows: number;
  /** To be read in all passes. */
  totalBytes: number;
  /** Sent so far. */
  events: number;
}

export interface ImportSummary extends Tally {
  /** Rows after the header: `imported` + `ignored` + `dropped` + `rejected`, unless the import was stopped. */
  rows: number;
  /** Those that gave at least one event. */
  imported: number;
  /** No rule of the mapping found anything in them. */
  ignored: number;
  /** Left out because the mapping says so. */
  dropped: number;
  rejected: number;
  rejectedByCode: ReadonlyMap<RowFaultCode, number>;
  rejectedFirst: readonly RejectedRow[];
  rejectedPath: string;
  /** Of records of contact systems: of how many nothing came, and why. */
  reasons?: { ignored: ReadonlyMap<string, number>; rejected: ReadonlyMap<string, number> };
  /** True where the signal was aborted before the end. */
  stopped: boolean;
}

/**
 * Sends a CSV export as events with their own times. The same file with the same mapping gives the same events
 * with the same ids, so that an import may be repeated, after a fault or to the end, without counting twice.
 * The events of a conversation are sent in the order of their times.
 * @throws {LinewatchError} and sends nothing where the columns do not fit the mapping.
 */
export async function importCsv(options: ImportOptions): Promise<ImportSummary> {
  const { file, mapping, signal } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const csv = await openCsv(file, mapping.file);
  const plan = compilePlan(mapping, csv.header, file);
  const tally = createTally();
  const sender = createSender({
    ...options,
    maxBatch: limits.maxBatch,
    rate: options.rate ?? null,
    onSent(batch) {
      count(tally, batch);
      report();
    },
  });
  const rejectedPath = options.rejectedPath ?? `${file}.rejected.csv`;
  const rejects = createRejects({
    ...csv,
    format: mapping.file,
    path: rejectedPath,
    source: file,
    maxListed: limits.maxListed,
  });
  const counts = { rows: 0, imported: 0, ignored: 0, dropped: 0, rejected: 0 };
  const passes = mapping.row === 'event' ? 2 : 1;
  let bytes = 0;
  let rowsRead = 0;

  function report(): void {
    options.onProgress?.({
      bytes,
      totalBytes: csv.sizeBytes * passes,
      rows: rowsRead,
      events: tally.events,
    });
  }

  /** The rows of one pass, until the signal is aborted. A row counts for its share of the bytes of its batch. */
  async function* pass(): AsyncGenerator<CsvRow> {
    for await (const batch of csv.rows()) {
      const before = bytes;
      for (const [index, row] of batch.rows.entries()) {
        if (signal.aborted) return;
        bytes = before + (batch.bytes * index) / batch.rows.length;
        rowsRead += 1;
        yield row;
      }
      bytes = before + batch.bytes;
      report();
    }
  }

  async function reject(row: CsvRow, fault: RowFault): Promise<void> {
    counts.rejected += 1;
    await rejects.add(row, fault);
  }

  async function sendConversation(entries: readonly KeyedRow[]): Promise<void> {
    const state = newConversation();
    for (const { row, key } of entries) {
      const events = attempt(() => plan.events(row, key, state));
      if (events instanceof RowFault) await reject(row, events);
      else if (events.length === 0) counts.ignored += 1;
      else {
        counts.imported += 1;
        await sender.add(events);
      }
    }
  }

  try {
    const gatherer = await gathererFor(mapping, pass, plan, limits);
    for await (const row of pass()) {
      counts.rows += 1;
      const key = keyOf(row, plan);
      if (key instanceof RowFault) await reject(row, key);
      else if (key === null) counts.dropped += 1;
      else await sendConversation(gatherer.add({ row, key }));
    }
    await sender.flush();
    csv.checkUnchanged();
  } finally {
    await rejects.close();
  }
  return {
    ...counts,
    ...tally,
    rejectedByCode: rejects.counts,
    rejectedFirst: rejects.first,
    rejectedPath,
    stopped: signal.aborted,
  };
}

/** Where conversations have several rows, a first pass has to say which of them is the last. */
async function gathererFor(
  mapping: Mapping,
  pass: () => AsyncGenerator<CsvRow>,
  plan: Plan,
  limits: ImportLimits,
): Promise<Gatherer> {
  if (mapping.row === 'conversation') return rowByRow;
  const census = createCensus();
  for await (const row of pass()) {
    const key = keyOf(row, plan);
    if (key !== null && !(key instanceof RowFault)) census.note(key);
  }
  return census.gatherer(limits);
}

function keyOf(row: CsvRow, plan: Plan): RowKey | RowFault | null {
  return row.fault ?? attempt(() => plan.key(row));
}

/** The result, or the fault of the row; all else is a bug and goes on up. */
function attempt<T>(work: () => T): T | RowFault {
  try {
    return work();
  } catch (error) {
    if (error instanceof RowFault) return error;
    throw error;
  }
}
