import { useState } from 'preact/hooks';
import { spanText } from '../format/span.ts';
import { instantOf, wallClock } from '../format/zone.ts';
import { useEnvironment } from '../state/context.ts';
import { quickRanges, quickSpan, resolveInstant } from '../state/range.ts';
import { rangeOf } from '../state/scope.ts';
import { Choice } from './choice.tsx';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';

/** From and to on the clocks of the chosen zone. */
function AbsoluteRange({ close }: { readonly close: () => void }) {
  const { t, view, dashboard, zone, go } = useEnvironment();
  const range = rangeOf(view, dashboard);
  const [from, setFrom] = useState(() => wallClock(resolveInstant(range.from, Date.now(), zone), zone));
  const [to, setTo] = useState(() => wallClock(resolveInstant(range.to, Date.now(), zone), zone));
  const valid = instantOf(from, zone) < instantOf(to, zone);
  return (
    <form
      class="absolute"
      onSubmit={(event) => {
        event.preventDefault();
        if (!valid) return;
        go({ from: String(instantOf(from, zone)), to: String(instantOf(to, zone)) });
        close();
      }}
    >
      <h2 class="sheet-title">{t('range.absolute')}</h2>
      <label class="field">
        {t('range.from')}
        <input type="datetime-local" value={from} onInput={(event) => setFrom(event.currentTarget.value)} />
      </label>
      <label class="field">
        {t('range.to')}
        <input type="datetime-local" value={to} onInput={(event) => setTo(event.currentTarget.value)} />
      </label>
      {!valid && (
        <p class="field-fault" role="alert">
          {t('range.invalid')}
        </p>
      )}
      <button type="submit" class="button button-strong">
        {t('range.apply')}
      </button>
    </form>
  );
}

/** The time range: quick ones, absolute ones, and steps through time. */
export function RangePicker() {
  const { t, view, dashboard, locale, zone, dates, go } = useEnvironment();
  const range = rangeOf(view, dashboard);
  const span = quickSpan(range);
  const instants = () => {
    const now = Date.now();
    return [resolveInstant(range.from, now, zone), resolveInstant(range.to, now, zone)] as const;
  };
  const text = () => {
    if (span) return t('range.last', { span: spanText(span, locale) });
    if (range.from === 'now/d' && range.to === 'now') return t('range.today');
    return instants().map(dates.dayAndTime).join(' – ');
  };
  /** Moves both ends by shares of the range's length. */
  const move = (first: number, last: number) => {
    const [from, to] = instants();
    const end = Math.min(to + (to - from) * last, Date.now());
    go({ from: String(Math.round(from + (to - from) * first)), to: String(Math.round(end)) });
  };
  const steps = [
    ['range.back', 'left', -0.5, -0.5],
    ['range.zoomOut', 'zoomOut', -0.5, 0.5],
    ['range.forward', 'right', 0.5, 0.5],
  ] as const;
  return (
    <div class="group">
      <Menu label={t('range.label')} icon="clock" text={text()}>
        {(close) => (
          <div class="range-sheet">
            <AbsoluteRange close={close} />
            <div>
              <h2 class="sheet-title">{t('range.quick')}</h2>
              <Choice
                options={[
                  { value: 'now/d', text: t('range.today') },
                  ...quickRanges.map((quick) => ({
                    value: `now-${quick}`,
                    text: t('range.last', { span: spanText(quick, locale) }),
                  })),
                ]}
                chosen={range.to === 'now' ? [range.from] : []}
                onChoose={(from) => {
                  go({ from, to: 'now' });
                  close();
                }}
              />
            </div>
          </div>
        )}
      </Menu>
      {steps.map(([key, icon, first, last]) => (
        <button
          key={key}
          type="button"
          class="button button-icon"
          aria-label={t(key)}
          title={t(key)}
          onClick={() => move(first, last)}
        >
          <Icon name={icon} />
        </button>
      ))}
    </div>
  );
}
