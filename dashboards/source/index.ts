import type { Dashboard } from '../model.ts';
import { live } from './live.ts';

/** All dashboards, in the order in which they are offered. */
export const dashboards: readonly Dashboard[] = [live];

/** The text of a dashboard's file. */
export const toJson = (dashboard: Dashboard): string => `${JSON.stringify(dashboard, null, 2)}\n`;
