/** Writes `docs/metrics.md` from the catalogue. Run by `npm run generate`; a test says when it is stale. */
import { writeFileSync } from 'node:fs';
import { cataloguePage } from '../services/metrics/catalogue/page.ts';

writeFileSync(new URL('metrics.md', import.meta.url), cataloguePage());
