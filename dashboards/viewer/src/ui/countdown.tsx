import { useEffect, useState } from 'preact/hooks';
import { durationParts } from '../format/duration.ts';
import { useEnvironment } from '../state/context.ts';
import { Figure } from './figure.tsx';

const soonMs = 120_000;

interface CountdownProps {
  /** UTC ms. */
  readonly at: number;
  /** Whether it is bad that the instant comes near or has passed. */
  readonly deadline: boolean;
}

/** The time until an instant, or since it; goes on by itself, second by second. */
export function Countdown({ at, deadline }: CountdownProps) {
  const { locale, t, dates } = useEnvironment();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.trunc((at - now) / 1_000) * 1_000;
  const parts = durationParts(Math.abs(left), locale);
  const state = !deadline ? undefined : left < 0 ? 'overdue' : left < soonMs ? 'soon' : 'later';
  return (
    <time class="countdown" data-state={state} dateTime={new Date(at).toISOString()} title={dates.full(at)}>
      {state === 'overdue' ? (
        t('time.overdue', { span: parts.map(({ text }) => text).join('') })
      ) : (
        <Figure parts={parts} />
      )}
    </time>
  );
}
