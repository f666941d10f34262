import type { ComparedMetric } from './compare.ts';
import type { Warning } from './warnings.ts';

/** A warning and what it is of; `metric` is empty where it is of all that were compared. */
export interface Note extends Warning {
  readonly metric: string;
  readonly title: string;
}

/** The warnings of a comparison, each once. */
export function notesOf(rows: readonly Pick<ComparedMetric, 'metric' | 'warnings'>[]): Note[] {
  const has = (one: Warning) => (row: Pick<ComparedMetric, 'warnings'>) =>
    row.warnings.some(({ kind, text }) => kind === one.kind && text === one.text);
  const isCommon = (one: Warning) => rows.length > 1 && rows.every(has(one));
  const common = (rows[0]?.warnings ?? []).filter(isCommon);
  return [
    ...common.map((one) => ({ metric: '', title: '', ...one })),
    ...rows.flatMap(({ metric: { id, title }, warnings }) =>
      warnings.filter((one) => !isCommon(one)).map((one) => ({ metric: id, title, ...one })),
    ),
  ];
}
