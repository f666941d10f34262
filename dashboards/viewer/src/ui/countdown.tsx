import { useEffect, useState } from 'preact/hooks';
import { durationParts } from '../format/duration.ts';
import { useEnvironment } from '../state/context.ts';
import { Figure } from './figure.tsx';

const soonMs = 120_000;

/** The time left until an instant, or by how much it has passed; goes on by itself, second by second. */
export function Countdown({ dueAt }: { readonly dueAt: number }) {
  const { locale, t, dates } = useEnvironment();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.trunc((dueAt - now) / 1_000) * 1_000;
  const parts = durationParts(Math.abs(left), locale);
  const state = left < 0 ? 'overdue' : left < soonMs ? 'soon' : 'later';
  return (
    <time
      class="countdown"
      data-state={state}
      dateTime={new Date(dueAt).toISOString()}
      title={dates.full(dueAt)}
    >
      {left < 0 ? (
        t('time.overdue', { span: parts.map(({ text }) => text).join('') })
      ) : (
        <Figure parts={parts} />
      )}
    </time>
  );
}
