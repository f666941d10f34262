import { LinewatchError } from '../lib/errors.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import type { OwnStates } from '../sources/agent-states.ts';
import type { CustomerIds } from '../sources/customers.ts';
import type { SourceOf } from '../sources/index.ts';
import type { System } from '../sources/source.ts';
import type { Clock } from './clock.ts';
import { openCsv } from './csv-file.ts';
import { type ImportOptions, type ImportSummary, importCsv } from './import.ts';
import { loadMapping } from './load-mapping.ts';
import { compilePlan } from './plan.ts';
import { createProgress, type Output } from './progress.ts';
import { importRecords } from './records.ts';
import { checkSchedule, importSchedule } from './schedule.ts';
import { openSourceFile } from './source-file.ts';
import { describeError, describeSummary } from './summary.ts';

export interface ImportCommandOptions {
  /** Path of the mapping file; of no use with a format that is known. */
  mapping?: string;
  /** What the file holds where that is known without a mapping. */
  format?: 'schedule' | System;
  /** IANA zone of times without an offset, of a schedule or of a system that writes such. */
  zone?: string;
  /** Events a second. */
  rate?: number;
  /** Read and check all, send nothing. */
  dryRun?: boolean;
  /** One rejected row is enough for exit code 1. */
  strict?: boolean;
  /** Path of the side file for rejected rows. */
  rejected?: string;
}

export interface ImportCommandDeps {
  /** Called once mapping and columns are known to be good; rejects where Kafka cannot be reached. */
  createProducer(): Promise<EventProducer>;
  /** What reads the records of contact systems. */
  sourceOf: SourceOf;
  /** Makes the ids of customers. Throws where there is nothing to make them with. */
  customers(): CustomerIds;
  /** What the center calls its agents' states; not given: nothing. */
  states?: OwnStates;
  output: Output;
  clock: Clock;
  /** UTC ms. */
  now(): number;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}

const EXIT_INTERRUPTED = 130;

/** Takes events and forgets them. */
const discard: EventProducer = { async send() {}, async close() {} };

/**
 * The `import` command.
 * @returns the exit code: 0; 1 where nothing could be imported, every row was rejected, or any row with `strict`;
 * 130 where it was stopped. Bugs are thrown.
 */
export async function runImport(
  file: string,
  options: ImportCommandOptions,
  deps: ImportCommandDeps,
): Promise<number> {
  const progress = createProgress(deps.output, deps.clock);
  try {
    const summary = await run(file, options, deps, progress.update);
    progress.clear();
    deps.output.write(describeSummary(summary, options.dryRun ?? false));
    return exitCode(summary, options.strict ?? false);
  } catch (error) {
    progress.clear();
    if (!(error instanceof LinewatchError)) throw error;
    deps.output.write(describeError(error));
    return 1;
  }
}

async function run(
  file: string,
  options: ImportCommandOptions,
  deps: ImportCommandDeps,
  onProgress: ReturnType<typeof createProgress>['update'],
): Promise<ImportSummary> {
  const { rate, dryRun, rejected } = options;
  const { clock, signal } = deps;
  const send = await prepared(file, options, deps);
  const producer = dryRun ? discard : await connect(deps.createProducer);
  try {
    return await send({
      file,
      producer,
      ...(rate !== undefined && !dryRun && { rate }),
      ...(rejected !== undefined && { rejectedPath: rejected }),
      onProgress,
      clock,
      signal,
    });
  } finally {
    await producer.close();
  }
}

type Send = (options: Omit<ImportOptions, 'mapping'>) => Promise<ImportSummary>;

/** What is left to do once the file is known to have the columns that are needed. */
async function prepared(
  file: string,
  { mapping: path, format, zone }: ImportCommandOptions,
  { now, sourceOf, customers, states }: ImportCommandDeps,
): Promise<Send> {
  if (format === 'schedule') {
    await checkSchedule(file);
    return (options) => importSchedule({ ...options, zone: zone ?? null, plannedAt: now() });
  }
  if (format !== undefined) {
    openSourceFile(file);
    const source = await sourceOf(format);
    const reader = {
      customers: customers(),
      ...(states !== undefined && { states }),
      ...(zone !== undefined && { zone }),
    };
    return (options) => importRecords({ ...options, source, reader });
  }
  if (path === undefined) throw new LinewatchError('MAPPING_UNREADABLE', 'Say --mapping or --format');
  const mapping = loadMapping(path);
  compilePlan(mapping, (await openCsv(file, mapping.file)).header, file);
  return (options) => importCsv({ ...options, mapping });
}

async function connect(createProducer: () => Promise<EventProducer>): Promise<EventProducer> {
  try {
    return await createProducer();
  } catch (cause) {
    throw new LinewatchError('SEND_FAILED', 'Cannot reach Kafka', { cause });
  }
}

function exitCode(summary: ImportSummary, isStrict: boolean): number {
  if (summary.stopped) return EXIT_INTERRUPTED;
  const isAllFaulty = summary.rejected > 0 && summary.imported === 0;
  return isAllFaulty || (isStrict && summary.rejected > 0) ? 1 : 0;
}
