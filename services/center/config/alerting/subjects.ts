import type { AlertRule } from './rules.ts';

/** What rules name that the configuration may list. */
export const SUBJECTS = ['queue', 'team', 'agent', 'policy'] as const;

export type Subject = (typeof SUBJECTS)[number];

/** The names of one kind in a rule, and the field that they stand in. */
export function subjectsOf(rule: AlertRule, kind: Subject): { name: string; path: readonly PropertyKey[] }[] {
  if (rule.kind === 'no_data') return rule.by === kind ? named(rule.of, ['of']) : [];
  const when: Partial<Record<Subject, readonly string[]>> = rule.when;
  return named(when[kind] ?? [], ['when', kind]);
}

function named(names: readonly string[], path: readonly PropertyKey[]) {
  return names.map((name) => ({ name, path }));
}
