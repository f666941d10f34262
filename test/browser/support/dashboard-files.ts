import { readdirSync, readFileSync } from 'node:fs';
import type { Dashboard } from '../../../dashboards/model.ts';

const folder = new URL('../../../dashboards/', import.meta.url);

/** The dashboards as they lie in their folder, which is what Grafana and the viewer read. */
export const dashboardFiles: readonly Dashboard[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Dashboard);
