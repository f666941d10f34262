/** Looks at the licences of everything that is shipped: `node --import tsx infra/licences/main.ts`. */
import { readFileSync } from 'node:fs';
import { licenceFaults } from './licences.ts';

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
const faults = licenceFaults(lock.packages);
for (const fault of faults) process.stderr.write(`${fault}\n`);
if (faults.length > 0) process.exitCode = 1;
