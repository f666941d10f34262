import { writeFileSync } from 'node:fs';
import { dashboards, toJson } from './source/index.ts';

// Writes dashboards/*.json from dashboards/source: `node --import tsx dashboards/generate.ts`.
for (const dashboard of dashboards) {
  writeFileSync(new URL(`${dashboard.uid}.json`, import.meta.url), toJson(dashboard));
}
