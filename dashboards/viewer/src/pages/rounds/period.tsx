import { useMemo } from 'preact/hooks';
import { datesIn } from '../../format/date.ts';
import { usePageEnvironment } from '../../state/context.ts';
import type { RoundSummary } from './model.ts';

/** The first and the last day of a round, on the clocks of its team wherever one looks at it. */
export function Period({ from, to, tz }: Pick<RoundSummary['period'], 'from' | 'to' | 'tz'>) {
  const { locale } = usePageEnvironment();
  const dates = useMemo(() => datesIn(locale, tz), [locale, tz]);
  return (
    <>
      {dates.day(Date.parse(from))} – {dates.day(Date.parse(to) - 1)}
    </>
  );
}
