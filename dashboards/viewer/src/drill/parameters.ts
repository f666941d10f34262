import { termsOf } from '../grafana/filter.ts';

type Labels = Readonly<Record<string, string>>;

export interface Range {
  /** UTC ms. */
  readonly from: number;
  readonly to: number;
}

/**
 * Live figures: the metric of the catalogue that lists the same conversations, and how far it looks back. One of an instant
 * lists what is open at the end of its range, whatever that is.
 */
const liveFigures: Readonly<Record<string, readonly [metric: string, from: string]>> = {
  waiting: ['queue_depth', 'now-1m'],
  longestWaitMs: ['queue_depth', 'now-1m'],
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
  'tag',
];

/** Metrics of the time of agents, which has no conversations behind it. */
const ofAgentsTime: ReadonlySet<string> = new Set([
  'occupancy',
  'utilisation',
  'slot_utilisation',
  'logged_in_time',
  'available_time',
  'busy_time',
  'wrap_up_time',
  'break_time',
  'training_time',
  'meeting_time',
  'away_time',
  'adherence',
  'conformance',
]);

/** Where figures come from: the address that gave them, and the expression that its rows were kept by. */
export interface Source {
  readonly url: string;
  readonly filterExpression?: string | undefined;
}

const pathOf = (url: string) => url.split('?', 1)[0];

const liveFigure = (url: string, field: string) =>
  pathOf(url) === '/api/v1/live/queues' ? liveFigures[field] : undefined;

const metricOf = (field: string) => field.replace(/_previous$/, '');

/** Whether a list can be narrowed to a group: an empty value filters nothing, so what has none cannot be asked for. */
const canNarrow = (labels: Labels): boolean =>
  Object.entries(labels).every(([dimension, value]) => value !== '' || !kept.includes(dimension));

/**
 * The values that the rows behind a figure can have, by dimension: those that the address asks for, of which the
 * expression keeps some; in a group, the group's own. Null where a list cannot be narrowed to them: the expression is
 * not of one dimension, or keeps none that the address asks for.
 */
function valuesOf({ url, filterExpression }: Source, labels: Labels): Map<string, readonly string[]> | null {
  const values = new Map<string, readonly string[]>();
  const { searchParams } = new URL(url, 'http://host');
  for (const key of searchParams.keys()) if (kept.includes(key)) values.set(key, searchParams.getAll(key));
  if (filterExpression) {
    const terms = termsOf(filterExpression);
    const dimension = terms[0]!.name;
    if (!kept.includes(dimension) || terms.some(({ name }) => name !== dimension)) return null;
    const asked = values.get(dimension);
    const left = terms.map(({ wanted }) => wanted).filter((value) => !asked || asked.includes(value));
    if (left.length === 0) return null;
    values.set(dimension, left);
  }
  for (const [dimension, value] of Object.entries(labels))
    if (kept.includes(dimension)) values.set(dimension, [value]);
  return values;
}

/** The parameters of the address of the conversations behind a row, where the answer itself has it in a column. */
const ownList = (source: Source, field: string, labels: Labels): string | null => {
  const ofRow =
    pathOf(source.url) === '/api/v1/complaints' && field === 'n' ? labels.conversations : undefined;
  return ofRow?.split('?', 2)[1] ?? null;
};

/** Whether conversations can be listed behind a field of what a source gave, in a group. */
export function hasConversations(source: Source, field: string, labels: Labels): boolean {
  if (ownList(source, field, labels) !== null) return true;
  const isOfConversations =
    liveFigure(source.url, field) !== undefined ||
    (pathOf(source.url) === '/api/v1/query' && !ofAgentsTime.has(metricOf(field)));
  return (
    isOfConversations && canNarrow(labels) && (!source.filterExpression || valuesOf(source, labels) !== null)
  );
}

/**
 * What lists the conversations behind a figure: the parameters of `/api/v1/conversations`, as text. Null for a
 * figure that is not of conversations, or of those without a queue (or agent ...), which cannot be asked for.
 *
 * @param labels dimensions of the figure's row or series; they narrow the filters of the source
 * @param range of the figure's bucket, where it is one of many
 */
export function drillParameters(source: Source, field: string, labels: Labels, range?: Range): string | null {
  if (!hasConversations(source, field, labels)) return null;
  const own = ownList(source, field, labels);
  if (own !== null) return own;
  const live = liveFigure(source.url, field);
  const query = new URLSearchParams({ metric: live?.[0] ?? metricOf(field) });
  for (const [key, values] of valuesOf(source, labels)!) for (const value of values) query.append(key, value);
  if (live) {
    query.set('from', live[1]);
    query.set('to', 'now');
  }
  if (range) {
    query.set('from', String(range.from));
    query.set('to', String(range.to));
  }
  return query.toString();
}
