import { LinewatchError } from '../lib/errors.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import type { Clock } from './clock.ts';
import { openCsv } from './csv-file.ts';
import { type ImportSummary, importCsv } from './import.ts';
import { loadMapping } from './load-mapping.ts';
import { compilePlan } from './plan.ts';
import { createProgress, type Output } from './progress.ts';
import { describeError, describeSummary } from './summary.ts';

export interface ImportCommandOptions {
  /** Path of the mapping file. */
  mapping: string;
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
  output: Output;
  clock: Clock;
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
  { mapping: path, rate, dryRun, rejected }: ImportCommandOptions,
  { createProducer, clock, signal }: ImportCommandDeps,
  onProgress: ReturnType<typeof createProgress>['update'],
): Promise<ImportSummary> {
  const mapping = loadMapping(path);
  compilePlan(mapping, (await openCsv(file, mapping.file)).header, file);
  const producer = dryRun ? discard : await connect(createProducer);
  try {
    return await importCsv({
      file,
      mapping,
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
