import { useState } from 'preact/hooks';
import { spanText } from '../format/span.ts';
import { instantOf, wallClock } from '../format/zone.ts';
import { useEnvironment } from '../state/context.ts';
import { isAhead, quickRanges, quickSpan, rangesAhead, resolveInstant } from '../state/range.ts';
import { rangeOf } from '../state/scope.ts';
import { Choice } from './choice.tsx';
import { Icon } from './icon.tsx';
import { Menu } from './menu.tsx';

/** From and to on the clocks of the chosen zone. */
function AbsoluteRange({ close }: { readonly close: () => void }) {
  const { t, view, dashboard, zone, go } = useEnvironment();
  const range = rangeOf(view, dashboard);
  const [from, setFrom] = useState(() => wallClock(resolveInstant(range.from, Date.now(), zone), zone));
  const [to, setTo] = useState(() => wallClock(resolveInstant(range.to, Date.now(), zone, 'up'), zone));
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
    return [resolveInstant(range.from, now, zone), resolveInstant(range.to, now, zone, 'up')] as const;
  };
  // Only what is planned lies beyond now.
  const ahead = isAhead(dashboard.time.to);
  const known = [
    ...(ahead ? rangesAhead : []).map((quick) => ({
      value: `now/d now+${quick}`,
      text: t('range.next', { span: spanText(quick, locale) }),
    })),
    { value: 'now/d now/d', text: t('range.day') },
    { value: 'now/d now', text: t('range.today') },
    ...quickRanges.map((quick) => ({
      value: `now-${quick} now`,
      text: t('range.last', { span: spanText(quick, locale) }),
    })),
  ];
  const chosen = `${range.from} ${range.to}`;
  const text = () => {
    const title = known.find(({ value }) => value === chosen)?.text;
    if (title) return title;
    return span
      ? t('range.last', { span: spanText(span, locale) })
      : instants().map(dates.dayAndTime).join(' – ');
  };
  /** Moves both ends by shares of the range's length. */
  const move = (first: number, last: number) => {
    const [from, to] = instants();
    const end = Math.min(
      to + (to - from) * last,
      ahead ? Number.POSITIVE_INFINITY : Math.max(to, Date.now()),
    );
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
                options={known}
                chosen={[chosen]}
                onChoose={(value) => {
                  const [from, to] = value.split(' ');
                  go({ from, to });
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
