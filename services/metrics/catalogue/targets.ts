import { all, any, compare, is } from '../definition/language.ts';

/** Conditions on SLA targets. The `at` of a target is its due time: one that still runs is breached once that has passed. */

export const MET = is('state', 'met');
export const OVERDUE = all(is('state', 'active'), compare('at', '<', 'now'));
export const BREACHED = any(is('state', 'breached'), OVERDUE);
