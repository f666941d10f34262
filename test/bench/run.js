// @ts-check
// `npm run bench`: from a build, as the services are run. What reads sources one by one keeps the names of functions by a
// call wherever one is made, which is felt where many are made.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from '../../infra/build/bundle.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DIST = path.join(ROOT, 'dist/bench');

mkdirSync(DIST, { recursive: true });
const built = mkdtempSync(path.join(DIST, `${process.pid}-`));
process.once('exit', () => rmSync(built, { recursive: true, force: true }));
await bundle(ROOT, { main: 'test/bench/main.ts' }, built);
await import(pathToFileURL(path.join(built, 'main.js')).href);
