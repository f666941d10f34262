/** `npm run bench -- [NAME ...] [--results]`: runs the benchmarks, prints a table, writes JSON. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { alertsBench } from './alerts.ts';
import { shareCenter } from './center/shared.ts';
import { collectorBench } from './collector.ts';
import { followBench } from './follow.ts';
import { forecastBench } from './forecast.ts';
import { freshnessBench } from './freshness.ts';
import { growthBench } from './growth.ts';
import { historyBench } from './history.ts';
import { ingestBench } from './ingest.ts';
import { ingestCpuBench } from './ingest-cpu.ts';
import { limitBench } from './limit.ts';
import { liveBench } from './live.ts';
import { measureBench } from './measure.ts';
import { memoryBench } from './memory.ts';
import { naiveBench } from './naive.ts';
import { peersBench } from './peers.ts';
import { type Bench, failure, type Line, machine, table } from './report.ts';
import { type Result, resultsPage, takenIn } from './results.ts';
import { SCALE } from './scale.ts';
import { scorecardsBench } from './scorecards.ts';
import { shiftsBench } from './shifts.ts';
import { startBench } from './start.ts';
import { steadyBench } from './steady.ts';
import { viewerBench } from './viewer.ts';
import { workforceBench } from './workforce.ts';

const JSON_FILE = process.env.BENCH_JSON ?? 'bench-results.json';
const RESULTS_PAGE = new URL('RESULTS.md', import.meta.url);
/** What the page is made of. */
const RESULTS_FILE = new URL('results.json', import.meta.url);

const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const center = shareCenter(names);
const benches: Bench[] = [
  ingestBench,
  ingestCpuBench,
  followBench,
  collectorBench,
  measureBench,
  shiftsBench,
  limitBench,
  memoryBench,
  naiveBench,
  peersBench,
  freshnessBench,
  alertsBench,
  steadyBench,
  viewerBench,
  forecastBench,
  workforceBench,
  scorecardsBench,
  liveBench(center),
  historyBench(center),
  growthBench(center),
  // Last: it takes over the data of the three before it.
  startBench(center),
];

const isKnown = (arg: string) => arg === '--results' || benches.some((bench) => bench.name === arg);
if (!args.every(isKnown)) {
  process.stderr.write('usage: npm run bench -- [NAME ...] [--results]\n');
  for (const bench of benches) process.stderr.write(`  ${bench.name}: ${bench.title}\n`);
  process.stderr.write('  --results: takes the figures into test/bench/RESULTS.md\n');
  process.exit(args.includes('--help') ? 0 : 1);
}

if (SCALE !== 1 && args.includes('--results')) throw new Error('results are of the full size only');

const startedAt = performance.now();
const lines: Line[] = [];
const details: Record<string, unknown> = {};
try {
  for (const bench of benches) {
    if (names.length > 0 ? !names.includes(bench.name) : bench.isLong) continue;
    const begunAt = performance.now();
    process.stderr.write(`${bench.name}: ${bench.title}\n`);
    try {
      const say = (line: string) => process.stderr.write(`  ${line}\n`);
      const keep = (more: unknown) => {
        details[bench.name] = more;
      };
      lines.push(...(await bench.run(say, keep)));
    } catch (error) {
      // The others are worth their time all the same.
      process.stderr.write(`  ${(error as Error).stack}\n`);
      process.exitCode = 1;
      lines.push(failure(bench.name, error as Error));
    }
    process.stderr.write(`  ${seconds(begunAt)} s\n`);
  }
} finally {
  await center.remove();
}
process.stdout.write(`${table(lines)}\n`);
const run = { at: new Date().toISOString(), seconds: seconds(startedAt), machine: machine(), lines, details };
writeFileSync(JSON_FILE, `${JSON.stringify(run, null, 2)}\n`);
if (args.includes('--results')) takeIn({ at: run.at, commit: commitNow(), machine: run.machine, lines });

function takeIn(measured: Omit<Result, 'bench'>): void {
  const known = existsSync(RESULTS_FILE) ? (JSON.parse(readFileSync(RESULTS_FILE, 'utf8')) as Result[]) : [];
  const order = benches.map(({ name }) => name);
  const results = takenIn(known, measured, order);
  writeFileSync(RESULTS_FILE, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(RESULTS_PAGE, resultsPage(results));
}

function commitNow(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
}

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000);
}
