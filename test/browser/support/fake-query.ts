import { dimensions } from './fixtures.ts';

const intervals: Readonly<Record<string, number>> = {
  '15m': 900_000,
  '30m': 1_800_000,
  '1h': 3_600_000,
  '1d': 86_400_000,
  '1w': 7 * 86_400_000,
};
const hour = 3_600_000;

/** A wave over the day with a ripple that differs by metric and group: looks like traffic, is the same always. */
function wave(at: number, salt: string): number {
  const seed = [...salt].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  const day = 0.55 + 0.45 * Math.sin(((at / hour - 8) / 24) * 2 * Math.PI);
  const ripple = 0.12 * Math.sin(at / (hour * 0.7) + seed) + 0.08 * Math.sin(at / (hour * 0.23) + seed * 3);
  return Math.max(0.02, Math.min(1, day + ripple));
}

const ratio = /service_level|sla_attainment|_rate$|fcr|csat|bot_|occupancy|utilisation|adherence|conformance/;
const duration = /asa|wait|aht|handle_|_(mean|p\d\d)$/;

const percentileFactors: Readonly<Record<string, number>> = { mean: 1.4, p50: 1, p90: 2.3, p95: 3.1, p99: 5 };

/** The figure of a metric in a bucket. */
export function figure(metric: string, at: number, group = ''): number | null {
  const level = wave(at, metric + group);
  if (metric === 'abandonment_rate') return 0.02 + 0.05 * level;
  if (metric === 'nps') return Math.round(60 * level - 5);
  if (metric === 'ces') return 4 + 2 * level;
  if (ratio.test(metric)) return 0.97 - 0.3 * level;
  if (duration.test(metric)) {
    const [, span, percentile = 'p50'] = /^(.*?)(?:_(mean|p\d\d))?$/.exec(metric)!;
    return Math.round(9_000 * percentileFactors[percentile]! * (1 + 4 * wave(at, span + group)));
  }
  const share = metric === 'abandoned' ? 0.08 : metric === 'answered' ? 0.9 : 1;
  return Math.round(120 * share * wave(at, `volume${group}`));
}

function instant(text: string, now: number): number {
  const [, count, unit] = /^now-(\d+)([mhd])$/.exec(text) ?? [];
  if (text === 'now') return now;
  if (text === 'now/d') return now - (now % 86_400_000);
  if (count) return now - Number(count) * { m: 60_000, h: hour, d: 24 * hour }[unit as 'm' | 'h' | 'd'];
  return Number(text);
}

/** Answers `GET /api/v1/query` by the shapes of the API. */
export function answerQuery(query: URLSearchParams, now: number): unknown {
  const from = instant(query.get('from')!, now);
  const to = instant(query.get('to')!, now);
  const interval = query.get('interval')!;
  const metrics = query.get('metrics')!.split(',');
  const width = intervals[interval];
  const buckets = width
    ? Array.from(
        { length: Math.ceil((to - from) / width) },
        (_, index) => from - (from % width) + index * width,
      )
    : [from];
  const dimension = query.get('group_by');
  const groups = (dimension?.split(',') ?? []).reduce<Record<string, string>[]>(
    (all, name) =>
      all.flatMap((group) =>
        Object.keys(dimensions[name] ?? {}).map((value) => ({ ...group, [name]: value })),
      ),
    [{}],
  );
  const rows = buckets.flatMap((bucket) =>
    groups.map((group) => ({
      bucket: new Date(bucket).toISOString(),
      ...group,
      ...Object.fromEntries(
        metrics.map((metric) => [metric, figure(metric, bucket, Object.values(group).join())]),
      ),
    })),
  );
  return {
    meta: {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      interval,
      tz: query.get('tz'),
      asOf: new Date(now).toISOString(),
      lagMs: 412,
      metrics: metrics.map((id) => ({
        id,
        unit: ratio.test(id) ? 'ratio' : duration.test(id) ? 'ms' : 'count',
      })),
    },
    rows,
  };
}
