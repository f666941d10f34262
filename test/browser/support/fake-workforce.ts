import { instantOf, midnight } from '../../../dashboards/viewer/src/format/zone.ts';
import { resolveInstant } from '../../../dashboards/viewer/src/state/range.ts';
import { figure } from './fake-query.ts';
import { agentTitles, dimensions } from './fixtures.ts';

/** Answers of `GET /api/v1/workforce/...`: the shapes of the API, with figures that are made up. */

const minute = 60_000;
const widths: Readonly<Record<string, number>> = {
  '15m': 15 * minute,
  '30m': 30 * minute,
  '1h': 60 * minute,
};

export interface Problem {
  readonly status: number;
  readonly faults: readonly { path: string; message: string }[];
}

const iso = (at: number) => new Date(at).toISOString();

/** The begins of the intervals of whole days of a zone. */
function bucketsOf(query: URLSearchParams, from: number, to: number): number[] {
  const zone = query.get('tz') ?? 'UTC';
  const width = widths[query.get('interval') ?? '30m']!;
  const buckets: number[] = [];
  for (let at = midnight(from, 0, zone); at < to; at += width) buckets.push(at);
  return buckets;
}

function rangeOf(query: URLSearchParams, now: number): { from: number; to: number } {
  const zone = query.get('tz') ?? 'UTC';
  return {
    from: resolveInstant(query.get('from') ?? 'now-7d', now, zone),
    to: resolveInstant(query.get('to') ?? 'now', now, zone, 'up'),
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A holiday on the fourth day ahead, on which half as many come. */
const holiday = (now: number, zone: string): Span => ({
  from: midnight(now, 4, zone),
  to: midnight(now, 5, zone),
});

const isIn = (at: number, { from, to }: Span) => at >= from && at < to;

const expectedAt = (at: number, special: Span) =>
  figure('offered', at)! * 0.5 * (isIn(at, special) ? 0.5 : 1);

const actualAt = (at: number, special: Span) =>
  Math.round(expectedAt(at, special) * (1.06 + 0.14 * Math.sin(at / (47 * minute))));

const seriesOf = (query: URLSearchParams) => {
  const known = {
    historyFrom: '2023-10-02',
    historyTo: '2024-01-14',
    method: 'combination',
    wape: 0.142,
    coverage80: 0.803,
    coverage95: 0.951,
    folds: 8,
    candidates: [{ method: 'seasonal_naive', wape: 0.19 }],
    notes: [],
  };
  if (!query.has('group_by')) return [known];
  return Object.keys(dimensions.queue!).map((queue, index) => ({
    ...known,
    queue,
    channel: index % 2 ? 'chat' : 'voice',
    wape: 0.11 + index * 0.05,
  }));
};

export function forecastAnswer(query: URLSearchParams, now: number): unknown {
  const zone = query.get('tz') ?? 'UTC';
  const { from, to } = rangeOf(query, now);
  const special = holiday(now, zone);
  const rows = bucketsOf(query, from, to).map((at) => {
    const forecast = expectedAt(at, special);
    const spread = Math.sqrt(forecast) + 0.08 * forecast;
    return {
      bucket: iso(at),
      forecast,
      lower80: Math.max(0, forecast - 1.28 * spread),
      upper80: forecast + 1.28 * spread,
      lower95: Math.max(0, forecast - 1.96 * spread),
      upper95: forecast + 1.96 * spread,
      aht: 280_000 + 20_000 * Math.sin(at / (300 * minute)),
      actual: at < now ? actualAt(at, special) : null,
      made: iso(from),
      special: isIn(at, special) ? 'Founding Day' : null,
    };
  });
  return { meta: { ...metaOf(from, to, now), series: seriesOf(query), notes: notes(query) }, rows };
}

const notes = (query: URLSearchParams) => [
  {
    queue: query.get('queue') ?? null,
    channel: null,
    kind: 'outage',
    from: '2023-12-11',
    to: '2023-12-11',
    text: 'Hardly anything came from 09:00 to 13:30: left out',
  },
  {
    queue: null,
    channel: null,
    kind: 'level',
    from: '2024-01-02',
    to: '2024-01-14',
    text: 'About 12 % more than before: the level has shifted',
  },
];

const metaOf = (from: number, to: number, now: number) => ({
  from: iso(from),
  to: iso(to),
  asOf: iso(now),
  lagMs: 412,
  madeAt: iso(now),
});

const share = (text: string) => (text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text));

/** Parameters that are no figures are refused, all at once. */
function faultsOf(query: URLSearchParams): Problem['faults'] {
  return ['volume_change', 'goal', 'shrinkage', 'max_occupancy'].flatMap((path) =>
    Number.isNaN(share(query.get(path) ?? '0'))
      ? [{ path, message: 'must be a share, such as 0.1 or 10%' }]
      : [],
  );
}

export function staffingAnswer(query: URLSearchParams, now: number): unknown | Problem {
  const faults = faultsOf(query);
  if (faults.length > 0) return { status: 400, faults } satisfies Problem;
  const zone = query.get('tz') ?? 'UTC';
  const { from, to } = rangeOf(query, now);
  const width = widths[query.get('interval') ?? '30m']!;
  const volume = 1 + share(query.get('volume_change') ?? '0');
  const shrinkage = share(query.get('shrinkage') ?? '0.3');
  const special = holiday(now, zone);
  const rows = bucketsOf(query, from, to).map((at) => {
    const contacts = expectedAt(at, special) * volume;
    const aht = 280_000;
    const erlangs = (contacts * aht) / width;
    const required = Math.ceil(erlangs + 1.1 * Math.sqrt(erlangs));
    return {
      bucket: iso(at),
      contacts,
      aht,
      erlangs,
      required,
      scheduled: Math.ceil(required / (1 - shrinkage)),
      serviceLevel: 0.84,
      occupancy: erlangs / required,
      asa: 11_000,
      abandonment: 0.02,
      model: 'erlang_c',
    };
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const hours = (name: 'required' | 'scheduled') => sum(rows.map((row) => row[name])) * (width / 3_600_000);
  const most = (name: 'required' | 'scheduled') => Math.max(...rows.map((row) => row[name]));
  const totals = {
    contacts: sum(rows.map(({ contacts }) => contacts)),
    requiredHours: hours('required'),
    scheduledHours: hours('scheduled'),
    peakRequired: most('required'),
    peakScheduled: most('scheduled'),
  };
  const staffingNotes = [{ text: 'agents of a team serve all its queues here' }];
  return { meta: { ...metaOf(from, to, now), totals, notes: staffingNotes }, rows };
}

export function shiftsAnswer(query: URLSearchParams, now: number): unknown {
  const { meta, rows } = staffingAnswer(query, now) as {
    meta: object;
    rows: { bucket: string; required: number }[];
  };
  const zone = query.get('tz') ?? 'UTC';
  const shifts = Object.keys(agentTitles).flatMap((agent, index) =>
    [0, 1, 2, 3, 4].map((day) => ({
      agent,
      pattern: index % 2 ? 'late' : 'early',
      startsAt: iso(midnight(now, day, zone) + (index % 2 ? 13 : 8) * 60 * minute),
      endsAt: iso(midnight(now, day, zone) + (index % 2 ? 21 : 16) * 60 * minute),
      breaks: [],
    })),
  );
  return {
    meta: {
      ...meta,
      status: 'optimal',
      cost: 280,
      missing: 3,
      missingHours: 1.5,
      gap: 0.004,
      seconds: 1.2,
      shifts: 35,
      agents: 7,
    },
    shifts,
    rows: rows.map(({ bucket, required }, index) => {
      const scheduled = Math.max(0, required + (index % 5) - 2);
      return { bucket, required, scheduled, gap: scheduled - required };
    }),
  };
}

export function intradayAnswer(query: URLSearchParams, now: number): unknown {
  const zone = query.get('tz') ?? 'UTC';
  const from = midnight(now, 0, zone);
  const to = midnight(now, 1, zone);
  const width = widths[query.get('interval') ?? '30m']!;
  const special = holiday(now, zone);
  const rows = bucketsOf(query, from, to).map((at, index) => {
    const forecast = expectedAt(at, special);
    const over = at + width <= now;
    const reforecast = over ? null : forecast * 1.08;
    const required = Math.ceil(forecast * 0.2 + 1);
    const scheduled = required + (index % 6) - 2;
    const present = over ? scheduled - (index % 3) : null;
    return {
      bucket: iso(at),
      actual: over ? actualAt(at, special) : null,
      forecast,
      reforecast,
      lower80: reforecast === null ? null : reforecast * 0.85,
      upper80: reforecast === null ? null : reforecast * 1.15,
      required,
      scheduled,
      present,
      serviceLevel: over ? 0.78 + 0.1 * Math.sin(index) : null,
      expectedServiceLevel: over ? null : 0.8 + 0.15 * Math.sin(index),
      gap: (present ?? scheduled) - required,
    };
  });
  const stretch = { queue: 'technical', channel: 'voice', from: iso(to - 3 * width), to: iso(to - width) };
  return {
    meta: {
      ...metaOf(from, to, now),
      factor: 1.08,
      // More than the rows have: what came in the interval that runs is in it.
      series: [{ factor: 1.08, forecast: 1_400, actual: 777, reforecast: 1_480 }],
      missed: [{ ...stretch, expectedServiceLevel: 0.66, goal: 0.8 }],
      mend: [{ ...stretch, agents: 2 }],
    },
    rows,
  };
}

export const adherenceAnswer = (now: number) => ({
  meta: metaOf(now - 86_400_000, now, now),
  rows: Object.entries(agentTitles).map(([agent, name], index) => ({
    agent,
    name,
    team: index < 4 ? 'frontline' : 'billing',
    state: index % 3 ? 'available' : 'break',
    planned: index === 2 ? null : 'on_queue',
    scheduledMs: 6 * 3_600_000,
    outOfScheduleMs: index * 9 * minute,
    adherence: 1 - (index * 9) / 360,
    conformance: 1.02 - index * 0.03,
  })),
});

export function specialDaysAnswer(query: URLSearchParams, now: number): unknown {
  const zone = query.get('tz') ?? 'UTC';
  const { from, to } = holiday(now, zone);
  const promotion = instantOf(`${iso(midnight(now, 7, zone) + 720 * minute).slice(0, 10)}T10:00`, zone);
  const days = [
    { time: iso(from), timeEnd: iso(to), title: 'Founding Day', text: 'closed', tags: 'closed' },
    {
      time: iso(promotion),
      timeEnd: iso(promotion + 480 * minute),
      title: 'Spring sale',
      text: '+40 %',
      tags: 'event',
    },
  ];
  return { days };
}
