import type { ClickHouse, Query } from '../lib/clickhouse/client.ts';
import type { Figure } from '../metrics/definition/language.ts';
import { anchorOf, figureOf, type Metric } from '../metrics/definition/metric.ts';
import { type DepthRow, isOfEnd } from '../metrics/depths.ts';
import type { MetricsRequest, Shortcut } from '../metrics/query-metrics.ts';
import type { MetricsRow } from '../metrics/table.ts';
import { agentCutFor, QUARTER_MS, withoutQuarters } from './agent-cuts.ts';
import { BIN_ERROR } from './bins.ts';
import { BIN_CUTS, CUTS, type Cut, cutFor, DAY_BIN_CUTS, DAY_CUTS, exactCutFor, PEAK_CUTS } from './cuts.ts';
import { depthQuery } from './depth-question.ts';
import { isDistinct, untoldOf } from './distinct/told.ts';
import { type Durations, durationsOf, rolledParts, sameDurations } from './kept.ts';
import { DAY_MS, type Days } from './known-days.ts';
import type { KnownHours } from './known-hours.ts';
import { HOUR_MS, type Note } from './notes.ts';
import { byDays, type Plan, planOf } from './plan.ts';
import { type Asked, binsQuery, type Summed, sumsQuery } from './question.ts';
import { type OfFacts, type OfSurveys, REACH_MS, type Source, sourceFor, touchedBy } from './sources.ts';
import { surveysQuery } from './surveys/question.ts';
import type { ToldAnew } from './surveys/touched.ts';
import { isOfAnswers } from './surveys/weighted.ts';

/** How a question was answered. */
export interface Answered {
  /** The relative error of metrics that are not exact. */
  within: Map<string, number>;
  /** Up to when what ingest had stored is in the roll-ups that were used, UTC ms; null: all is in. */
  settledAsOf: number | null;
  /** Whether roll-ups were used. */
  used: boolean;
  /** Whether days were read instead of their hours. */
  usedDays: boolean;
}

export interface AnswerOptions {
  /** Percentiles are of the values and not of bins, however many there are. */
  exactPercentiles?: boolean;
  limits?: Limits;
}

export interface Limits {
  /** Fewer facts are read faster than two ways are put together. */
  fewFacts: number;
  /** Percentiles of fewer facts are read from them. */
  exactFacts: number;
  /** Facts that are read anew for hours that have changed since; beyond it, roll-ups may be a little behind. */
  readAnew: number;
}

/** Whose surveys are takes a look at their conversations each: of these, fewer are few, and fewer are read anew. */
const SURVEYS = { few: 1_000, readAnew: 20_000 };

export const DEFAULT_LIMITS: Limits = { fewFacts: 50_000, exactFacts: 400_000, readAnew: 300_000 };

/** Ranges of one question that are read as facts: each is a condition, of first solutions a join, of agents two days. */
const MAX_RANGES = { facts: 400, depth: 100, fcr: 4, agents: 24, surveys: 100 } as const;

/** The shortcut of one question by roll-ups; how it was answered is there once it is. */
export function rollupShortcut(
  clickhouse: ClickHouse,
  known: KnownHours,
  { exactPercentiles = false, limits = DEFAULT_LIMITS }: AnswerOptions = {},
): { shortcut: Shortcut; answered: Answered } {
  const answered: Answered = { within: new Map(), settledAsOf: null, used: false, usedDays: false };
  let notes: Promise<Note[]> | undefined;
  let told: Promise<ToldAnew> | undefined;

  /**
   * Notes are read once for all metrics of a question; of depths, those of all time before it count too, and whether
   * somebody came back is noted where the next conversation began.
   */
  function readNotes({ to }: MetricsRequest): Promise<Note[]> {
    notes ??= known.notes(to + REACH_MS);
    return notes;
  }

  /** The hours of a source that have changed since, and since when that is known, UTC ms. */
  async function touchedOf(source: Source, request: MetricsRequest): Promise<ReadonlyMap<number, number>> {
    const touched = touchedBy(source, await readNotes(request));
    if (source.kind !== 'surveys') return touched;
    told ??= known.told();
    return new Map([...(await told).hours, ...touched]);
  }

  /**
   * @param least facts; where roll-ups hold fewer, facts answer
   * @param days that may stand for their hours
   */
  async function plan(
    source: Source,
    request: MetricsRequest,
    range: { from: number; starts: readonly number[] },
    least: number,
    days: Days = known.days(source.name),
  ): Promise<Made | null> {
    const planWith = (dirty: Iterable<number>) =>
      planOf({
        ...range,
        to: request.to,
        overBy: request.now - source.openMs,
        settled: known.settled(source.name),
        dirty,
        readAnew: source.kind === 'surveys' ? Math.min(SURVEYS.readAnew, limits.readAnew) : limits.readAnew,
        ...(source.kind === 'agents' ? { finestMs: QUARTER_MS } : {}),
      });
    const suits = ({ hours, facts }: Plan) => hours.length > 0 && facts >= least;
    // Notes only take hours away: most questions need not ask for them.
    if (!suits(planWith([]))) return null;
    const touched = await touchedOf(source, request);
    const made = planWith(touched.keys());
    if (!suits(made) || made.raw.length > MAX_RANGES[source.kind]) return null;
    const behind = made.hours.flatMap((hour) => touched.get(hour) ?? []);
    const rows = byDays(made.hours, range.starts, days);
    return {
      ...made,
      ...rows,
      allHours: made.hours,
      behindSince: behind.length === 0 ? null : behind.reduce((a, b) => Math.min(a, b)),
    };
  }

  function used({ days, behindSince }: Made): void {
    answered.used = true;
    answered.usedDays ||= days.length > 0;
    if (behindSince !== null)
      answered.settledAsOf = Math.min(behindSince, answered.settledAsOf ?? behindSince);
  }

  async function answer(request: MetricsRequest, metrics: readonly Metric[]): Promise<MetricsRow[] | null> {
    const [first] = metrics;
    const source = first === undefined ? null : sourceFor(first, anchorOf(first, request.anchor));
    if (source === null || source.kind === 'depth') return null;
    if (source.kind === 'surveys') return surveys(source, request, metrics);
    const split = splitUp(source, metrics, request.variant);
    if (split === null || (exactPercentiles && split.percentiles.length > 0)) return null;
    const cuts = sumCuts(source, request);
    const binCut = cutFor(BIN_CUTS, request);
    if (cuts === null || (binCut === null && split.percentiles.length > 0)) return null;
    await known.refresh();
    const least =
      split.percentiles.length > 0 ? Math.max(limits.fewFacts, limits.exactFacts) : limits.fewFacts;
    const made = await plan(source, request, request, least);
    if (made === null) return null;
    const asked = { request, source, plan: made };
    const queries: Query[] = [];
    // Also where only percentiles are asked for: every group that has facts has a row.
    if (split.sums.length > 0 || request.groupBy.length > 0) {
      const figures = split.sums.map((metric) => ({
        id: metric.id,
        figure: figureOf(metric, request.variant),
      }));
      queries.push(sumsQuery({ ...asked, ...cuts }, [...figures, ...untoldFigure(source, figures)]));
    }
    for (const { durations, of } of split.percentiles) {
      const binned = { ...asked, plan: binsPlan(made, binCut!), cut: binCut!, dayCut: binCut! };
      queries.push(binsQuery(binned as Asked<OfFacts>, durations, of));
    }
    const rows = await Promise.all(queries.map((query) => clickhouse.query<Columns>(query)));
    // Where a fact does not say what came before it, only all facts together tell conversations apart.
    if (rows.flat().some(({ [UNTOLD]: untold }) => Number(untold ?? 0) > 0)) return null;
    used(made);
    for (const { of } of split.percentiles) for (const { id } of of) answered.within.set(id, BIN_ERROR);
    return rows.flat().map((row) => toRow(row, request));
  }

  async function surveys(
    source: OfSurveys,
    request: MetricsRequest,
    metrics: readonly Metric[],
  ): Promise<MetricsRow[] | null> {
    const figures = metrics.map((metric) => ({ id: metric.id, figure: figureOf(metric, request.variant) }));
    const cut = cutFor(CUTS, request);
    if (cut === null || !figures.every(({ figure }) => isOfAnswers(figure))) return null;
    await known.refresh();
    const made = await plan(source, request, request, Math.min(SURVEYS.few, limits.fewFacts));
    if (made === null) return null;
    used(made);
    const from = (await told)?.untold.length === 0 ? 'tellings' : 'facts';
    const { facts } = metrics[0]!;
    const query = surveysQuery({ request, source, facts, plan: made, cut, told: from }, figures);
    const rows = await clickhouse.query<Columns>(query);
    return rows.map((row) => toRow(row, request));
  }

  async function depths(request: MetricsRequest, metrics: readonly Metric[]): Promise<DepthRow[] | null> {
    const source = sourceFor(metrics[0]!, 'start');
    const cuts = source?.kind === 'depth' ? sumCuts(source, request) : null;
    if (source?.kind !== 'depth' || cuts === null) return null;
    const peaks = metrics.every(isOfEnd) ? null : exactCutFor(PEAK_CUTS, request);
    if (peaks === null && !metrics.every(isOfEnd)) return null;
    await known.refresh();
    const settled = known.settled(source.name);
    if (settled.size === 0) return null;
    // The hour at which the range begins is read as facts: what ends at its first instant is not in it.
    const starts = [request.from + 1, ...request.starts.filter((start) => start > request.from)];
    const whole = known.days(source.name);
    const days: Days =
      peaks === null ? whole : { has: (day: number) => day + DAY_MS <= request.from && whole.has(day) };
    const made = await plan(source, request, { from: firstOf(settled), starts }, limits.fewFacts, days);
    if (made === null) return null;
    used(made);
    const raw = [{ from: 0, to: firstOf(settled) }, ...made.raw].filter(({ from, to }) => from < to);
    return clickhouse.query<DepthRow>(
      depthQuery({ request, source, plan: { ...made, raw }, ...cuts, peaks }),
    );
  }

  return { shortcut: { answer, depths }, answered };
}

/** A plan as it is carried out. */
interface Made extends Plan {
  /** Begins of its hours, those of its days too, UTC ms. */
  allHours: number[];
  /** Since when it is known that hours have changed, UTC ms; null where none has. */
  behindSince: number | null;
}

/** The cuts of sums of hours and of days; null where none tells apart what is asked. */
function sumCuts(source: Source, request: MetricsRequest): { cut: Cut; dayCut: Cut } | null {
  const cut = source.kind === 'agents' ? agentCutFor(request) : cutFor(CUTS, request);
  const dayCut = source.kind === 'agents' ? cut && withoutQuarters(cut) : cutFor(DAY_CUTS, request);
  return cut === null || dayCut === null ? null : { cut, dayCut };
}

/** Days have few of the bins. */
function binsPlan(made: Made, cut: Cut): Plan {
  return DAY_BIN_CUTS.includes(cut) ? made : { ...made, hours: made.allHours, days: [] };
}

type Columns = Record<string, string | number | null>;

interface Split {
  sums: Metric[];
  percentiles: { durations: Durations; of: { id: string; level: number }[] }[];
}

/** Which metrics are sums and which are percentiles; null where one is neither, or the source does not keep it. */
function splitUp(source: Summed, metrics: readonly Metric[], variant: string | undefined): Split | null {
  const split: Split = { sums: [], percentiles: [] };
  for (const metric of metrics) {
    const figure = figureOf(metric, variant);
    const durations = durationsOf(figure);
    if (durations !== null && figure.kind === 'quantile') {
      const kept = source.durations.find((one) => sameDurations(one, durations));
      if (kept === undefined) return null;
      const entry = split.percentiles.find((one) => one.durations === kept);
      const level = { id: metric.id, level: figure.level };
      if (entry) entry.of.push(level);
      else split.percentiles.push({ durations: kept, of: [level] });
    } else if (rolledParts(source, figure) !== null) split.sums.push(metric);
    else return null;
  }
  return split;
}

/** A column that tells how many facts say nothing of those before them. */
const UNTOLD = 'untold';

function untoldFigure(
  source: Pick<Source, 'parts'>,
  figures: readonly { figure: Figure }[],
): { id: string; figure: Figure }[] {
  const untold = untoldOf(source.parts);
  const isAsked = figures.some(({ figure }) => rolledParts(source, figure)!.some(isDistinct));
  return untold !== null && isAsked ? [{ id: UNTOLD, figure: untold.aggregate }] : [];
}

/** Begin of the first hour that is rolled up, UTC ms. */
function firstOf(settled: ReadonlyMap<number, number>): number {
  let first = Number.MAX_SAFE_INTEGER - HOUR_MS;
  for (const hour of settled.keys()) first = Math.min(first, hour);
  return first;
}

function toRow(row: Columns, { groupBy }: MetricsRequest): MetricsRow {
  const { bucket, ...rest } = row;
  const group = groupBy.map((dimension) => String(rest[dimension]));
  for (const dimension of groupBy) delete rest[dimension];
  delete rest[UNTOLD];
  return { bucket: Number(bucket), group, values: rest as MetricsRow['values'] };
}
