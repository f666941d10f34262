import { figureText } from '../format/value.ts';
import { at as atPath } from '../grafana/frame.ts';
import { Legend } from '../panels/legend.tsx';
import { TimeAxis } from '../panels/time-axis.tsx';
import { useEnvironment } from '../state/context.ts';
import { useSnapshots } from '../state/use-snapshots.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { DayCurve } from './day-curve.tsx';
import {
  daysBehind,
  type ForecastDay,
  type ForecastRow,
  spansBehind,
  theDay,
  totalOf,
} from './days-model.ts';
import { DaysTable } from './days-table.tsx';

const rowsOf = (body: unknown) => (atPath(body, 'rows') as ForecastRow[] | undefined) ?? [];

/** The forecast of a day, and the same weekday of the weeks before, which it rests on. */
export function DaysView({ days: parameters }: { readonly days: string }) {
  const { t, session, zone, dates, locale, titleOf } = useEnvironment();
  const asked = new URLSearchParams(parameters);
  const at = Number(asked.get('at') ?? Number.NaN);
  const now = Date.now();
  const filters = [...asked].filter(([name]) => name !== 'at' && name !== 'interval');
  const spans = spansBehind(at, now, zone);
  const addressOf = ({ from, to }: { from: number; to: number }) => {
    const query = new URLSearchParams({ from: String(from), to: String(to), tz: zone });
    for (const [name, value] of asked) if (name !== 'at') query.append(name, value);
    return `/api/v1/workforce/forecast?${query}`;
  };
  const snapshots = useSnapshots(session.hub, [addressOf(spans.day), addressOf(spans.past)]);
  const failure = snapshots.find((one) => one.failure)?.failure;
  if (snapshots.some(({ body }) => body === undefined)) {
    return failure ? (
      <FailureNote title={t('panel.failed')} failure={failure} />
    ) : (
      <div class="skeleton drawer-skeleton" />
    );
  }
  const day = theDay(rowsOf(snapshots[0]!.body), at, zone);
  const past = daysBehind(rowsOf(snapshots[1]!.body), at, now, zone);
  const top = topOf([day, ...past]);
  const total = figureText(totalOf(day, 'forecast'), { unit: 'none', decimals: 0 }, locale);
  const here = day.rows.find(({ bucket }) => Date.parse(bucket) === at);
  const series = [
    { title: t('days.forecast'), color: 'blue', settings: { custom: { lineStyle: { fill: 'dash' } } } },
    ...(totalOf(day, 'actual') === null ? [] : [{ title: t('days.actual'), color: 'orange' }]),
    { title: t('days.others'), color: 'text' },
  ];
  return (
    <>
      <header class="drawer-head">
        <h2 class="drawer-title">{t('days.title', { day: dates.weekday(at) })}</h2>
        <p class="faint">
          {[
            day.special ?? '',
            t('days.total', { total }),
            here
              ? t('days.at', {
                  time: dates.time(at),
                  value: figureText(here.forecast, { decimals: 1 }, locale),
                  low: figureText(here.lower80, { decimals: 1 }, locale),
                  high: figureText(here.upper80, { decimals: 1 }, locale),
                })
              : '',
            ...filters.map(([name, value]) => titleOf(name, value)),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </header>
      <div class="days-chart">
        <span class="days-top">{figureText(top, { unit: 'none', decimals: 0 }, locale)}</span>
        <DayCurve day={day} others={past} top={top} mark={at - day.from} />
        <TimeAxis from={day.from} to={day.to} />
      </div>
      <Legend series={series} />
      <h3 class="drawer-section">{t('days.behind')}</h3>
      {past.length > 0 ? (
        <DaysTable days={past} at={at} top={top} />
      ) : (
        <p class="panel-message">{t('days.none')}</p>
      )}
    </>
  );
}

/** The greatest figure of some days, for one scale of all of them. */
function topOf(days: readonly ForecastDay[]): number {
  const figures = days.flatMap(({ rows }) =>
    rows.flatMap(({ forecast, upper80, actual }) => [forecast ?? 0, upper80 ?? 0, actual ?? 0]),
  );
  return Math.max(1, ...figures);
}
