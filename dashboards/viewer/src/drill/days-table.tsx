import { figureText, noValue } from '../format/value.ts';
import { useEnvironment } from '../state/context.ts';
import { TableScroll } from '../ui/table-scroll.tsx';
import { DayCurve } from './day-curve.tsx';
import { type ForecastDay, totalOf } from './days-model.ts';

interface DaysTableProps {
  readonly days: readonly ForecastDay[];
  /** The instant that is looked behind, UTC ms: each day is told at the same time of the clock. */
  readonly at: number;
  readonly top: number;
}

/** Past days, each with its course, what came at one time of it and in all, and what had been forecast. */
export function DaysTable({ days, at, top }: DaysTableProps) {
  const { t, dates, locale } = useEnvironment();
  const write = (value: number | null) => figureText(value, { decimals: 0 }, locale);
  const time = dates.time(at);
  return (
    <TableScroll label={t('days.behind')}>
      <table class="table drawer-table">
        <thead>
          <tr>
            <th scope="col">{t('days.day')}</th>
            <th scope="col">{t('days.course')}</th>
            <th scope="col" class="cell-number">
              {time}
            </th>
            <th scope="col" class="cell-number">
              {t('days.whole')}
            </th>
            <th scope="col" class="cell-number">
              {t('days.forecastThen')}
            </th>
            <th scope="col" class="cell-number">
              {t('days.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.map((day) => {
            const actual = totalOf(day, 'actual');
            const forecast = totalOf(day, 'forecast');
            const difference = actual !== null && forecast ? actual / forecast - 1 : null;
            const here = day.rows.find(({ bucket }) => dates.time(Date.parse(bucket)) === time);
            return (
              <tr key={day.from}>
                <td class="cell">
                  {dates.weekday(day.from)}
                  {day.special && <span class="days-special">{day.special}</span>}
                </td>
                <td class="cell days-course">
                  <DayCurve day={day} top={top} />
                </td>
                <td class="cell cell-number">{write(here?.actual ?? null)}</td>
                <td class="cell cell-number">{write(actual)}</td>
                <td class="cell cell-number">{write(forecast)}</td>
                <td class="cell cell-number">{difference === null ? noValue : signed(difference, locale)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}

function signed(share: number, locale: string): string {
  const text = figureText(share, { unit: 'percentunit', decimals: 0 }, locale);
  return share > 0 && !text.startsWith('0') ? `+${text}` : text;
}
