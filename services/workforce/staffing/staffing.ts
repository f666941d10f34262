import type { ContactCenter } from '../../center/contact-center.ts';
import type { Patience } from '../../domain/staffing/patience.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import { inSlices } from '../../lib/in-slices.ts';
import { PER_DAY } from '../days.ts';
import type { ForecastRequest, Forecasts, SeriesForecast } from '../forecast/series-forecast.ts';
import { seriesKey } from '../series-key.ts';
import { type Remarks, staffAtOnce } from './at-once.ts';
import { hoursOf } from './hours.ts';
import { intervalsOf, type StaffedInterval } from './intervals.ts';
import { staffLater } from './later.ts';
import { notesOf } from './notes.ts';
import type { PatienceReader, Patiences } from './patience.ts';
import { type Pooling, type StaffedSeries, staffPools } from './pools.ts';
import { reachOf } from './reach.ts';
import { sumOf } from './sum.ts';
import { type AskedTerms, modelOf, type SeriesName, type Terms, termsOf, termsWith } from './terms.ts';

const DAY_MS = 86_400_000;

export interface StaffingRequest extends ForecastRequest {
  readonly asked: AskedTerms;
  /** Share by which contacts differ from the forecast. */
  readonly volumeChange: number;
  /** Who shares agents. */
  readonly pooling: Pooling;
  /** What will it be like with so many in each series, at any time; null: with those required. */
  readonly agents: number | null;
}

/** What a series is staffed by, and where that comes from. */
export interface Assumptions extends SeriesName {
  readonly terms: Terms;
  /** As it was measured; null: too few gave up, or it was not looked for. */
  readonly patience: Patience | null;
  readonly forecast: Pick<SeriesForecast, 'method' | 'wape'>;
}

export interface StaffedGroup extends SeriesName {
  readonly intervals: readonly StaffedInterval[];
}

export interface StaffingAnswer {
  /** As they are grouped by; sums of what they are made of. */
  readonly groups: readonly StaffedGroup[];
  /** Of each queue and channel. */
  readonly assumptions: readonly Assumptions[];
  readonly notes: readonly string[];
}

/** Who is needed when. */
export interface Staffing {
  /** Intervals that begin in [from, to). Throws ErlangError where a load is too large. */
  of(request: StaffingRequest): Promise<StaffingAnswer>;
}

interface Deps {
  readonly center: () => ContactCenter;
  readonly forecasts: Forecasts;
  readonly patiences: PatienceReader;
}

/**
 * Staffing by the forecasts. Each queue and channel is staffed by itself, with its own goal, hours and patience, and what
 * is asked for in fewer groups is their sum.
 */
export function createStaffing({ center, forecasts, patiences: reader }: Deps): Staffing {
  return {
    async of(request) {
      const { from, to, filters, asked } = request;
      const around = reachOf(center(), asked, to);
      const ofSeries: ForecastRequest = {
        from: from - around,
        to: to + around,
        interval: request.interval,
        zone: request.zone,
        filters,
        groupBy: ['queue', 'channel'],
      };
      const measures = asked.model !== 'erlang_c' && asked.patienceMs === undefined;
      const [series, patiences] = await Promise.all([
        forecasts.of(ofSeries),
        measures ? reader.of(filters) : new Map(),
      ]);
      return staff(series, patiences, center(), request);
    },
  };
}

/** The same, of what was read; the event loop is let go between series. */
export async function staff(
  series: readonly SeriesForecast[],
  patiences: Patiences,
  center: ContactCenter,
  request: StaffingRequest,
): Promise<StaffingAnswer> {
  const assumptions: Assumptions[] = [];
  const staffed: (StaffedSeries & { remarks: Remarks })[] = [];
  await inSlices(series, (one) => {
    const { queue, channel, method, wape } = one;
    const patience = patiences.get(seriesKey(one)) ?? null;
    const terms = termsWith(patience, termsOf(center, one, request.asked), request.asked);
    const remarks: Remarks = { afterHours: 0, swamped: 0 };
    const intervals = staffSeries(one, terms, center, request, remarks);
    assumptions.push({ queue, channel, terms, patience, forecast: { method, wape } });
    staffed.push({ name: { queue, channel }, terms, intervals, remarks });
  });
  const pooled = staffPools(staffed, request.pooling, center);
  const notes = staffed.flatMap(({ name, terms, remarks }, i) =>
    notesOf(name, terms, pooled[i]!, { ...remarks, agents: request.agents }),
  );
  const groups = groupsOf(series, pooled, request.groupBy);
  if (request.pooling !== 'none') notes.push(POOLED[request.pooling]);
  else if (groups.length < series.length) notes.push(SUMMED);
  if (pooled.flat().every(({ contacts }) => contacts === null)) notes.push(UNKNOWN);
  return { groups, assumptions, notes };
}

/** Sums of the series, as they are grouped by. */
function groupsOf(
  series: readonly SeriesName[],
  staffed: readonly (readonly StaffedInterval[])[],
  groupBy: ForecastRequest['groupBy'],
): StaffedGroup[] {
  const groups = new Map<string, SeriesName & { all: (readonly StaffedInterval[])[] }>();
  series.forEach((one, i) => {
    const name = {
      queue: groupBy.includes('queue') ? one.queue : null,
      channel: groupBy.includes('channel') ? one.channel : null,
    };
    const group = getOrInsert(groups, seriesKey(name), () => ({ ...name, all: [] }));
    group.all.push(staffed[i]!);
  });
  return [...groups.values()].map(({ all, ...name }) => ({ ...name, intervals: sumOf(all) }));
}

const POOLED = {
  team: 'agents of a team serve all its queues here, work that is due later aside: parts of agents are shares of the team',
  all: 'all agents serve all queues that are asked for here, work that is due later aside: parts of agents are shares of them',
} as const;

const SUMMED =
  'agents of one queue and channel do not help another here: each is staffed by itself, and a row of several is their sum';

/** A queue that is misspelt, or a team whose queues are others', would look like one that needs nobody. */
const UNKNOWN =
  'nothing is forecast for what was asked: no contacts of these queues, channels and teams are in the history, or the days are before it; so nobody is asked for';

function staffSeries(
  series: SeriesForecast,
  terms: Terms,
  center: ContactCenter,
  { from, to, interval, volumeChange, agents }: StaffingRequest,
  remarks: Remarks,
): StaffedInterval[] {
  const all = intervalsOf(series, volumeChange, DAY_MS / PER_DAY[interval]);
  const isWithin = (each: { from: number }) => each.from >= from && each.from < to;
  const hours = hoursOf(center, terms.calendar);
  return modelOf(terms) === 'deferred'
    ? staffLater(all, terms, hours, agents).filter(isWithin)
    : staffAtOnce(all.filter(isWithin), terms, hours, agents, remarks);
}
