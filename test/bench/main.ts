/** `npm run bench -- [NAME ...]`: runs the benchmarks, prints a table, writes JSON. */
import { writeFileSync } from 'node:fs';
import { alertsBench } from './alerts.ts';
import { ingestBench } from './ingest.ts';
import { measureBench } from './measure.ts';
import { type Line, machine, table } from './report.ts';

const BENCHES = [ingestBench, measureBench, alertsBench];
const RESULTS = process.env.BENCH_JSON ?? 'bench-results.json';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0 || names.includes('--help')) {
  process.stderr.write(`usage: npm run bench -- [NAME ...]\n`);
  for (const bench of BENCHES) process.stderr.write(`  ${bench.name}: ${bench.title}\n`);
  process.exit(names.includes('--help') ? 0 : 1);
}

const lines: Line[] = [];
for (const bench of BENCHES) {
  if (names.length > 0 && !names.includes(bench.name)) continue;
  process.stderr.write(`${bench.name}: ${bench.title}\n`);
  lines.push(...(await bench.run((line) => process.stderr.write(`  ${line}\n`))));
}
process.stdout.write(`${table(lines)}\n`);
writeFileSync(
  RESULTS,
  `${JSON.stringify({ at: new Date().toISOString(), machine: machine(), lines }, null, 2)}\n`,
);
