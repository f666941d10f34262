import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { connectClickHouse } from '../lib/connections.ts';
import type { ServerContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import { checkRollups } from './check.ts';
import { createRefresh } from './refresh.ts';

/** `linewatch rollups build`: rolls up what is stored, as far as it is not; gives the exit code. */
export async function buildRollups(servers: ServerContext, terminal: Terminal): Promise<number> {
  return interruptibly(servers, async (clickhouse, signal) => {
    const { refresh } = createRefresh(clickhouse, Date.now);
    const { hours, days } = await refresh({
      maxNew: Number.POSITIVE_INFINITY,
      signal,
      onProgress: (done, of, unit) =>
        terminal.progress(`${unit === 'hours' ? 'Rolling up' : 'Summing up'}: ${share(done, of, unit)}`),
    });
    terminal.say(
      hours + days === 0
        ? 'Everything was rolled up already.'
        : `Rolled up ${figure(hours)} hours of facts, and summed up ${figure(days)} days from theirs.`,
    );
    if (!signal.aborted) return 0;
    terminal.say('Stopped; the next run goes on from there.');
    return EXIT_INTERRUPTED;
  });
}

export interface CheckCommandOptions {
  /** Hours of each kind of fact; not given: all. */
  sample?: number;
}

/** `linewatch rollups check`: sums facts up anew and compares; gives the exit code, 1 where something differs. */
export async function checkRolledUp(
  servers: ServerContext,
  { sample }: CheckCommandOptions,
  terminal: Terminal,
): Promise<number> {
  return interruptibly(servers, async (clickhouse, signal) => {
    const { hours, days, differ } = await checkRollups(clickhouse, Date.now, Math.random, {
      sample: sample ?? null,
      signal,
      onProgress: (done, of, unit) => terminal.progress(`Comparing: ${share(done, of, unit)}`),
    });
    for (const { source, hour } of differ.slice(0, MAX_TOLD))
      terminal.say(`${new Date(hour).toISOString()} differs: ${source}`);
    if (differ.length > MAX_TOLD) terminal.say(`and ${figure(differ.length - MAX_TOLD)} more`);
    terminal.say(
      `${figure(hours)} hours of facts and ${figure(days)} days compared, ${figure(differ.length)} differ.`,
    );
    if (differ.length > 0) return 1;
    return signal.aborted ? EXIT_INTERRUPTED : 0;
  });
}

const EXIT_INTERRUPTED = 130;
const MAX_TOLD = 20;
/** Hours of a week are summed up at once. */
const STATEMENT_MS = 300_000;

async function interruptibly(
  { environment, endpoints }: ServerContext,
  run: (clickhouse: ClickHouse, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const stopping = new AbortController();
  process.once('SIGINT', () => stopping.abort());
  const clickhouse = connectClickHouse(environment, endpoints, undefined, STATEMENT_MS);
  try {
    return await run(clickhouse, stopping.signal);
  } finally {
    await clickhouse.close();
  }
}

const figure = (value: number) => value.toLocaleString('en');

function share(done: number, of: number, unit: 'hours' | 'days'): string {
  return `${figure(done)} of ${figure(of)} ${unit} of facts, ${Math.floor((100 * done) / Math.max(1, of))} %`;
}
