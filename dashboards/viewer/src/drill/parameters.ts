type Labels = Readonly<Record<string, string>>;

export interface Range {
  /** UTC ms. */
  readonly from: number;
  readonly to: number;
}

/** Live figures: the metric of the catalogue that lists the same conversations, and how far it looks back. */
const liveFigures: Readonly<Record<string, readonly [metric: string, from: string]>> = {
  waiting: ['queue_depth', 'now-1d'],
  longestWaitMs: ['queue_depth', 'now-1d'],
  serviceLevel: ['service_level', 'now-30m'],
  offered: ['offered', 'now-30m'],
  abandoned: ['abandoned', 'now-30m'],
};

const kept = [
  'from',
  'to',
  'tz',
  'queue',
  'channel',
  'team',
  'agent',
  'priority',
  'customer_tier',
  'policy',
  'sla_metric',
];

const pathOf = (url: string) => url.split('?', 1)[0];

const liveFigure = (url: string, field: string) =>
  pathOf(url) === '/api/v1/live/queues' ? liveFigures[field] : undefined;

/** Whether a list can be narrowed to a group: an empty value filters nothing, so what has none cannot be asked for. */
const canNarrow = (labels: Labels): boolean =>
  Object.entries(labels).every(([dimension, value]) => value !== '' || !kept.includes(dimension));

/** Whether conversations can be listed behind a field of an address, in a group. */
export const hasConversations = (url: string, field: string, labels: Labels): boolean =>
  (pathOf(url) === '/api/v1/query' || liveFigure(url, field) !== undefined) && canNarrow(labels);

/**
 * What lists the conversations behind a figure: the parameters of `/api/v1/conversations`, as text. Null for a
 * figure that is not of conversations, or of those without a queue (or agent ...), which cannot be asked for.
 *
 * @param url the address that gave the figure
 * @param labels dimensions of the figure's row or series; they narrow the filters of the address
 * @param range of the figure's bucket, where it is one of many
 */
export function drillParameters(url: string, field: string, labels: Labels, range?: Range): string | null {
  if (!hasConversations(url, field, labels)) return null;
  const { searchParams } = new URL(url, 'http://host');
  const live = liveFigure(url, field);
  const query = new URLSearchParams({ metric: live?.[0] ?? field.replace(/_previous$/, '') });
  for (const [key, value] of searchParams) if (kept.includes(key)) query.append(key, value);
  if (live) {
    query.set('from', live[1]);
    query.set('to', 'now');
  }
  if (range) {
    query.set('from', String(range.from));
    query.set('to', String(range.to));
  }
  for (const [dimension, value] of Object.entries(labels))
    if (kept.includes(dimension)) query.set(dimension, value);
  return query.toString();
}
