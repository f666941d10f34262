type Labels = Readonly<Record<string, string>>;

/** What of planning is forecast, or stands on it, and which of its figures are of contacts. */
const planning: Readonly<Record<string, readonly string[]>> = {
  '/api/v1/workforce/forecast': ['forecast', 'actual', 'lower80', 'upper80', 'lower95', 'upper95'],
  '/api/v1/workforce/intraday': ['forecast', 'reforecast', 'actual', 'lower80', 'upper80'],
  '/api/v1/workforce/staffing': ['contacts'],
};

/** Whether days lie behind a field of what an address gave. */
export const hasDays = (url: string, field: string): boolean =>
  planning[url.split('?', 1)[0]!]?.includes(field) ?? false;

/**
 * Which days lie behind a figure of a forecast: its instant, interval and filters, as text. Null for any other
 * figure.
 *
 * @param url address that gave the figure
 * @param labels dimensions of its series; they narrow the filters
 * @param at begin of its interval, UTC ms
 */
export function daysParameters(url: string, field: string, labels: Labels, at: number): string | null {
  if (!hasDays(url, field)) return null;
  const { searchParams } = new URL(url, 'http://host');
  const query = new URLSearchParams({ at: String(at), interval: searchParams.get('interval') ?? '30m' });
  for (const name of ['queue', 'channel', 'team']) {
    const values = labels[name] ? [labels[name]] : searchParams.getAll(name);
    for (const value of values) query.append(name, value);
  }
  return query.toString();
}
