/**
 * Writes `docs/metrics.md` from the catalogue, and the files that other pages show into them. Run by
 * `npm run generate`; tests say when they are stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cataloguePage } from '../services/metrics/catalogue/page.ts';
import { withIncluded } from './included.ts';

writeFileSync(new URL('metrics.md', import.meta.url), cataloguePage());

const producers = new URL('producers.md', import.meta.url);
const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
writeFileSync(producers, withIncluded(readFileSync(producers, 'utf8'), read));
