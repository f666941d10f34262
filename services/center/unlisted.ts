import { SUBJECTS, type Subject, subjectsOf } from './config/alerting/subjects.ts';
import type { ContactCenter } from './config/sections.ts';

const LISTED_IN = {
  queue: 'queues',
  team: 'teams',
  agent: 'agents',
  policy: 'policies',
} as const satisfies Record<Subject, keyof ContactCenter>;

/**
 * What rules name of kinds that the configuration does not list at all, such as `queue billing`: nobody can tell
 * whether events will name it so.
 */
export function unlistedNames(center: ContactCenter): string[] {
  const names = SUBJECTS.filter((kind) => center[LISTED_IN[kind]].length === 0).flatMap((kind) =>
    center.alerting.rules.flatMap((rule) => subjectsOf(rule, kind).map(({ name }) => `${kind} ${name}`)),
  );
  return [...new Set(names)];
}
