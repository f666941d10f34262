/** `npm run faults`: every fault of the matrix, a table of what came of each, and the same as JSON. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FAULTS } from './matrix.ts';
import { type Result, resultLines } from './result.ts';

const HELP = `npm run faults -- [<fault> ...] [options]

Puts faults upon Linewatch and counts what was lost or counted twice. Without names of faults, all of them:
  ${Object.keys(FAULTS).join(', ')}

  --kills <n>            kills of ingest (500)
  --payloads <n>         random and mutated values (100000)
  --outage-minutes <n>   length of the long outage (10)
  --seed <n>             decides what the dice decide (1)
  --json <file>          where the results go (faults.json)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', default: false },
    kills: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string', default: 'faults.json' },
    payloads: { type: 'string', default: '100000' },
    'outage-minutes': { type: 'string', default: '10' },
  },
});
if (values.help) {
  process.stdout.write(HELP);
  process.exit(0);
}
const seed = Number(values.seed);
const results: Result[] = [];
const say = (line: string) => process.stdout.write(`${line}\n`);
const settings = {
  kills: Number(values.kills),
  payloads: Number(values.payloads),
  outageMs: Number(values['outage-minutes']) * 60_000,
  say,
};

const unknown = positionals.filter((name) => !(name in FAULTS));
if (unknown.length > 0) {
  say(`There is no fault ${unknown.join(', ')}. Faults: ${Object.keys(FAULTS).join(', ')}.`);
  process.exit(2);
}

for (const [name, run] of Object.entries(FAULTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const startedAt = Date.now();
  say(`${name} ...`);
  try {
    results.push(...(await run(seed, settings)));
  } catch (error) {
    results.push({
      fault: name,
      runs: 1,
      kills: 0,
      violations: [`did not come to an end: ${error}`],
      figures: {},
    });
  }
  say(`${name}: ${Math.round((Date.now() - startedAt) / 1000)} s`);
  writeFileSync(values.json, `${JSON.stringify({ seed, at: new Date().toISOString(), results }, null, 2)}\n`);
}

for (const line of resultLines(results)) say(line);
const violations = results.reduce((sum, result) => sum + result.violations.length, 0);
const kills = results.reduce((sum, result) => sum + result.kills, 0);
say(`${kills} kills, ${violations} violations`);
process.exit(violations === 0 ? 0 : 1);
