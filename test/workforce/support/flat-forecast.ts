import { daysOf } from '../../../services/workforce/days.ts';
import type { SeriesForecast } from '../../../services/workforce/forecast/series-forecast.ts';

const DAY_MS = 86_400_000;
/** Monday, 23 March 2026, in Berlin: the clocks go forward on Sunday 29. */
export const MONDAY = Date.parse('2026-03-23T00:00+01:00');

/**
 * A series around that week, in half-hours unless the width is another.
 *
 * @param contacts of the interval that begins at an instant, UTC ms; null: nothing is forecast
 */
export function seriesOf(
  name: { queue: string; channel: string },
  contacts: (at: number) => number | null,
  aht: number | null = 360_000,
  width: Parameters<typeof daysOf>[2] = '30m',
): SeriesForecast {
  const days = daysOf(MONDAY - 7 * DAY_MS, MONDAY + 14 * DAY_MS, width, 'Europe/Berlin');
  return {
    ...name,
    method: 'fake',
    wape: null,
    candidates: [],
    coverage80: null,
    coverage95: null,
    folds: 0,
    notes: [],
    historyFrom: null,
    historyTo: null,
    days: days.map((day) => {
      const values = day.starts.map(contacts);
      const none = day.starts.map(() => null);
      return {
        ...day,
        forecast: values,
        lower80: values,
        upper80: values,
        lower95: values,
        upper95: values,
        aht: day.starts.map(() => aht),
        actual: none,
        made: null,
        special: null,
      };
    }),
  };
}
