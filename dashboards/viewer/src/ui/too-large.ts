import type { Failure } from '../data/api.ts';
import type { MessageKey } from '../i18n/en.ts';
import type { Texts } from '../i18n/index.ts';

/** Whether the service says that a question takes more than it may, and what would make it answerable. */
export function isTooLarge({ code }: Failure): boolean {
  return code === 'QUESTION_TOO_LARGE';
}

const WAYS: Readonly<Record<string, MessageKey>> = {
  exact: 'tooLarge.exact',
  percentiles: 'tooLarge.percentiles',
  interval: 'tooLarge.interval',
  group_by: 'tooLarge.groupBy',
  compare: 'tooLarge.compare',
  metrics: 'tooLarge.metrics',
};

/** What would make the question answerable, in the reader's language; what is not known here in the service's words. */
export function waysOut({ faults = [], rangeDays }: Failure, t: Texts['t']): string[] {
  return faults.map(({ path, message }) => {
    const key = WAYS[path];
    if (key) return t(key);
    if (path !== 'from') return `${path}: ${message}`;
    return rangeDays === undefined ? t('tooLarge.range') : t('tooLarge.days', { days: rangeDays });
  });
}
