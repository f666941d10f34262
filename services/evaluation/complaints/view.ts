import { isoIn } from '../../lib/time/range.ts';
import {
  type Complained,
  type ComplaintsFound,
  type ComplaintsRequest,
  type Period,
  REPEAT_DAYS,
} from './complaints.ts';
import type { Movement, ParetoReason } from './pareto.ts';
import { ANY_REASON, type ComplaintTimes, type Duration } from './queries.ts';
import { reasonNamed } from './reasons.ts';

/** Most reasons of one answer: a source that puts ids into tags has more than anybody reads. */
export const MAX_REASONS = 200;

export type ComplaintsView = ReturnType<typeof complaintsView>;

/** Complaints as the API shows them. Times are ISO 8601 with the offset of `zone`, durations ms. */
export function complaintsView(found: ComplaintsFound, asked: ComplaintsRequest, zone: string) {
  const iso = isoIn(zone);
  const shown = found.reasons.slice(0, MAX_REASONS);
  const link = linksOf(asked);
  const named = new Map(shown.map(({ id }) => [id, reasonNamed(asked.complaints, id)]));
  const all = shown.flatMap(({ id }) => named.get(id)!.tags);
  const counts = new Map(found.counts.map(({ bucket, reason, n }) => [`${bucket} ${reason}`, n]));
  const countOf = (bucket: number, reason: string) => counts.get(`${bucket} ${reason}`) ?? 0;
  const { complainers, customers, complaints } = found.repeat;
  return {
    total: found.total,
    rate: found.rate,
    ...before(found, asked.previous, iso),
    ...found.times,
    conversations: all.length === 0 ? null : link(all),
    reasons: shown.map((reason) => viewOf(reason, named.get(reason.id)!, link)),
    /** How many reasons are not shown. */
    left_off: found.reasons.length - shown.length,
    repeat: {
      days: REPEAT_DAYS,
      complainers,
      customers,
      complaints,
      share: complainers === 0 ? null : customers / complainers,
    },
    rows: asked.starts.map((bucket) => ({
      bucket: iso(bucket),
      total: countOf(bucket, ANY_REASON),
      ...Object.fromEntries(shown.map(({ id }) => [id, countOf(bucket, id)])),
    })),
    /** The same as `rows`, a row a bucket and reason: what draws series by a column needs it so. */
    series: asked.starts.flatMap((bucket) =>
      shown.map(({ id }) => ({
        bucket: iso(bucket),
        reason: id,
        title: named.get(id)!.title,
        n: countOf(bucket, id),
      })),
    ),
  };
}

type Iso = (at: number) => string;

function before(
  { previous, change }: { previous: Complained | null; change: Movement | null },
  period: Period | null,
  iso: Iso,
) {
  return previous === null || period === null
    ? {}
    : { previous: { from: iso(period.from), to: iso(period.to), ...previous }, change: movementView(change) };
}

function viewOf(
  { id, n, share, cumulative, previous, change, times }: ParetoReason & { times: ComplaintTimes },
  { title, tags }: { title: string; tags: readonly string[] },
  link: (tags: readonly string[]) => string,
) {
  return {
    id,
    title,
    tags,
    n,
    share,
    cumulative,
    ...(previous === null ? {} : { previous, change: movementView(change) }),
    ...times,
    conversations: link(tags),
  };
}

function movementView(change: Movement | null) {
  if (change === null) return null;
  const { perDay, relative, interval, test, statistic, p, pAdjusted, significant } = change;
  return { per_day: perDay, relative, interval, test, statistic, p, p_adjusted: pAdjusted, significant };
}

/** The address of the conversations that have one of the tags, by the same filters. */
function linksOf({ from, to, filters }: ComplaintsRequest): (tags: readonly string[]) => string {
  const parameters = new URLSearchParams({
    metric: 'tagged',
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  });
  for (const [dimension, values] of Object.entries(filters))
    for (const value of values) parameters.append(dimension, value);
  return (tags) => {
    const own = new URLSearchParams(parameters);
    for (const tag of tags) own.append('tag', tag);
    return `/api/v1/conversations?${own}`;
  };
}

export const REASON_COLUMNS = [
  ...[
    'id',
    'title',
    'n',
    'share',
    'cumulative',
    'previous',
    'change_per_day',
    'change_lower',
    'change_upper',
  ],
  ...['p', 'p_adjusted', 'significant'],
  ...['first_response', 'resolution'].flatMap((span) =>
    ['mean', 'p50', 'n'].map((part) => `${span}_${part}`),
  ),
];

/** A reason as a row of CSV. */
export function reasonCells(
  reason: ComplaintsView['reasons'][number],
): Record<string, string | number | null> {
  const {
    id,
    title,
    n,
    share,
    cumulative,
    previous = null,
    change = null,
    first_response,
    resolution,
  } = reason;
  return {
    ...{ id, title, n, share, cumulative, previous },
    change_per_day: change?.per_day ?? null,
    change_lower: change?.interval?.lower ?? null,
    change_upper: change?.interval?.upper ?? null,
    p: change?.p ?? null,
    p_adjusted: change?.p_adjusted ?? null,
    significant: change === null ? null : String(change.significant),
    ...partsOf('first_response', first_response),
    ...partsOf('resolution', resolution),
  };
}

const partsOf = (span: string, { mean, p50, n }: Duration) => ({
  [`${span}_mean`]: mean,
  [`${span}_p50`]: p50,
  [`${span}_n`]: n,
});

export const overTimeColumns = (reasons: readonly { id: string }[]): string[] => [
  'bucket',
  'total',
  ...reasons.map(({ id }) => id),
];
