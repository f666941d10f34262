import type { ContactCenter } from '../center/contact-center.ts';
import { type Card, type CardInput, cardsOf, type Measured } from '../domain/scorecard/scorecard.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { getOrInsert } from '../lib/get-or-insert.ts';
import { isOfPeers } from '../metrics/catalogue/index.ts';
import { dimensionsOf, type Metric } from '../metrics/definition/metric.ts';
import type { Filters } from '../metrics/filters.ts';
import type { Shortcut } from '../metrics/query-metrics.ts';
import { type AppliedScorecard, type AskedMetric, type Role, scorecardOf } from './definitions.ts';
import { readPeerScores, wholeQuarters } from './feedback/peer-scores.ts';
import { type Figures, type Of, queryFigures } from './figures.ts';
import { withAllGoals } from './goals/goal-book.ts';
import { journalOf } from './journal/journal.ts';
import type { Period, PeriodRange } from './periods.ts';
import { listedSubjects, type Subject, unlistedSubjects, zonesOf } from './subjects.ts';

export interface ScorecardsRequest {
  of: Of;
  /** Which goals fit. */
  period: Period;
  /** The period on the clocks of a zone. */
  rangeIn: (zone: string) => PeriodRange;
  /** Of facts: `queue` and `channel`, of the whole center `team` too. */
  filters: Filters;
  /** Whose cards are wanted: everybody's where nothing is named. They are set against all their peers either way. */
  shown: { agent?: readonly string[]; team?: readonly string[] };
  /** What was agreed on with some subjects, by their ids; it holds instead of what the configuration says. */
  agreed?: ReadonlyMap<string, AgreedScorecard>;
  /** A way to the figures other than by all facts. */
  shortcut?: Shortcut | undefined;
}

export interface AgreedScorecard {
  definition: AppliedScorecard;
  /** Among whose agents somebody is measured, whichever team they are in today. */
  team: string;
}

/** The card of a subject with what it was made by. */
export interface Scorecard {
  subject: Subject;
  definition: AppliedScorecard;
  range: PeriodRange;
  card: Card;
}

export interface Scorecards {
  /** Best first, those without a score last. */
  of(request: ScorecardsRequest): Promise<Scorecard[]>;
}

interface Deps {
  clickhouse: ClickHouse;
  center: () => ContactCenter;
  /** UTC ms. */
  now: () => number;
}

const ROLES: Record<Of, Role> = { agent: 'agent', team: 'supervisor', center: 'manager' };

/**
 * Scorecards of agents, of teams, or of the center. Peers are those of one team with the same scorecard; of teams, all
 * with the same.
 */
export function createScorecards({ clickhouse, center, now }: Deps): Scorecards {
  const journal = journalOf(clickhouse);
  return {
    async of(request) {
      const { of, filters, period, agreed = new Map<string, AgreedScorecard>() } = request;
      const config = await withAllGoals(center(), journal);
      const define = (subject: Subject): Defined => {
        const own = agreed.get(subject.id);
        return own === undefined
          ? { subject, definition: scorecardOf(config, ROLES[of], subject, period) }
          : { subject: { ...subject, team: own.team }, definition: own.definition };
      };
      const listed = listedSubjects(config, of).map(define);
      const known = [...listed, ...nobodyOf(config).map(define)];
      const figures = await figuresByZone({ clickhouse, center: config, now: now() }, request, known);
      const found = [...figures.values()].flatMap((each) => [...each.keys()]);
      const unlisted = await unlistedSubjects(clickhouse, config, of, found);
      const groups = new Map<string, Asked[]>();
      for (const { subject, definition } of [...listed, ...unlisted.map(define)]) {
        const measured = figures.get(subject.zone)?.get(of === 'center' ? '' : subject.id);
        const isAbsent = measured === undefined && Object.keys(filters).length > 0;
        // Who did nothing in a queue has no card of it.
        if (definition === null || isAbsent) continue;
        const peers = JSON.stringify([definition.id, of === 'agent' ? subject.team : '']);
        const input = inputOf(subject, definition, measured, request);
        getOrInsert(groups, peers, () => []).push({ subject, definition, input });
      }
      return [...groups.values()].flatMap((group) => cardsOfGroup(group, request)).sort(bestFirst);
    },
  };
}

interface Defined {
  subject: Subject;
  definition: AppliedScorecard | null;
}

interface Asked {
  subject: Subject;
  definition: AppliedScorecard;
  input: CardInput;
}

/** The figures of everybody in the period of each zone that somebody lives in: of one zone, nearly always. */
async function figuresByZone(
  deps: { clickhouse: ClickHouse; center: ContactCenter; now: number },
  { of, rangeIn, filters, agreed, shortcut }: ScorecardsRequest,
  known: readonly Defined[],
): Promise<Map<string, Figures>> {
  const { clickhouse, now } = deps;
  const definitions = [...known, ...(agreed?.values() ?? [])].map(({ definition }) => definition);
  const all = metricsOf(definitions, filters);
  const peers = [...all].find(([, metric]) => isOfPeers(metric))?.[0];
  const metrics = new Map([...all].filter(([key]) => key !== peers));
  const zones = [...new Set(known.map(({ subject }) => subject.zone))];
  const figures = zones.map(async (zone) => {
    const range = rangeIn(zone);
    const quarters = peers === undefined ? [] : wholeQuarters(range, zone);
    const [measured, scores] = await Promise.all([
      queryFigures(clickhouse, { of, metrics, ...range, now, filters }, shortcut),
      readPeerScores(deps, quarters, of, filters.team),
    ]);
    return withScores(measured, peers ?? '', scores);
  });
  return new Map((await Promise.all(figures)).map((each, i) => [zones[i]!, each]));
}

function withScores(figures: Figures, key: string, scores: ReadonlyMap<string, Measured>): Figures {
  const all = new Map(figures);
  for (const [subject, score] of scores)
    all.set(subject, new Map([...(figures.get(subject) ?? []), [key, score]]));
  return all;
}

function cardsOfGroup(group: readonly Asked[], request: ScorecardsRequest): Scorecard[] {
  if (!group.some(({ subject }) => isShown(subject, request))) return [];
  const cards = cardsOf(group.map(({ input }) => input));
  return group
    .map(({ subject, definition }, i) => ({
      subject,
      definition,
      range: request.rangeIn(subject.zone),
      card: cards[i]!,
    }))
    .filter(({ subject }) => isShown(subject, request));
}

/** Those whom the configuration does not list stand for somebody of one of its teams, or of none. */
function nobodyOf(center: ContactCenter): Subject[] {
  const zoneOf = zonesOf(center);
  const teams = ['', ...center.teams.map(({ id }) => id)];
  return teams.map((team) => ({ id: '', name: '', team, zone: zoneOf(team) }));
}

const keyOf = ({ metric, variant }: AskedMetric) => `${metric.id} ${variant ?? ''}`;

/** All metrics that anybody's scorecard has and that the filters can be asked of, by their key. */
function metricsOf(definitions: readonly (AppliedScorecard | null)[], filters: Filters): Map<string, Metric> {
  const metrics = new Map<string, Metric>();
  for (const definition of definitions) {
    for (const asked of definition?.metrics ?? []) {
      if (isAskable(asked.metric, filters)) metrics.set(keyOf(asked), asked.metric);
    }
  }
  return metrics;
}

function isAskable(metric: Metric, filters: Filters): boolean {
  const known: readonly string[] = dimensionsOf(metric);
  return Object.keys(filters).every((dimension) => known.includes(dimension));
}

function inputOf(
  { id, zone }: Subject,
  { metrics }: AppliedScorecard,
  measured: ReturnType<Figures['get']>,
  { filters, rangeIn }: ScorecardsRequest,
): CardInput {
  const ruleOf = ({ metric, rule }: AskedMetric): AskedMetric['rule'] => {
    if (!isAskable(metric, filters)) return 'not_by_filter';
    const isCut = isOfPeers(metric) && wholeQuarters(rangeIn(zone), zone).length === 0;
    return isCut ? 'whole_quarters_only' : rule;
  };
  return {
    id,
    metrics: metrics.map((asked) => ({
      id: asked.metric.id,
      variant: asked.variant,
      weight: asked.weight,
      least: asked.least,
      rule: ruleOf(asked),
      measured: measured?.get(keyOf(asked)) ?? { value: null, n: 0, interval: null },
    })),
  };
}

function isShown({ id, team }: Subject, { of, shown }: ScorecardsRequest): boolean {
  if (of === 'center') return true;
  const isOfTeam = shown.team?.includes(team) ?? true;
  return isOfTeam && (of === 'team' || (shown.agent?.includes(id) ?? true));
}

function bestFirst(a: Scorecard, b: Scorecard): number {
  const [x, y] = [a.card.score ?? -1, b.card.score ?? -1];
  return y - x || (a.subject.id < b.subject.id ? -1 : 1);
}
