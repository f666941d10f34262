import { durationParts } from '../format/duration.ts';
import { usePageEnvironment } from '../state/context.ts';
import { useStore } from '../state/use-store.ts';

/** Whether the page is live, of when its newest figures are and how far they are behind. */
export function FreshnessNote() {
  const { t, session, dates, locale } = usePageEnvironment();
  const connected = useStore(session.connected);
  const freshness = useStore(session.freshness);
  const lag = freshness?.lagMs ?? null;
  const span =
    lag === null
      ? ''
      : durationParts(lag, locale)
          .map(({ text }) => text)
          .join('');
  return (
    <p class="fresh" data-live={connected && freshness !== null}>
      <span class="fresh-dot" aria-hidden="true" />
      <strong>{connected ? t('fresh.live') : t('fresh.paused')}</strong>
      <span class="fresh-detail">
        {freshness ? t('fresh.asOf', { time: dates.timeWithSeconds(freshness.asOf) }) : t('fresh.unknown')}
        {span && <span class="fresh-lag"> · {t('fresh.behind', { span })}</span>}
      </span>
    </p>
  );
}

/** Says that the connection is lost, for as long as it is. */
export function LostNote() {
  const { t, session, dates } = usePageEnvironment();
  const connected = useStore(session.connected);
  const freshness = useStore(session.freshness);
  return (
    <div class="lost" role="status" data-lost={!connected}>
      {!connected && (
        <>
          <strong>{t('lost.title')}</strong>{' '}
          {freshness ? t('lost.text', { time: dates.timeWithSeconds(freshness.asOf) }) : t('lost.never')}
        </>
      )}
    </div>
  );
}
