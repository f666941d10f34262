import { type AmountUnit, readAmount, typedAmount } from '../parts/amount.ts';

export const roundPeriods = ['month', 'quarter', 'half-year', 'year'] as const;
export type RoundPeriod = (typeof roundPeriods)[number];
export const roundStates = ['open', 'agreed', 'pinned', 'closed'] as const;
export type RoundState = (typeof roundStates)[number];
export type Side = 'agent' | 'supervisor';

/** A round in a list. Times ISO 8601 with the offset of the team's zone. */
export interface RoundSummary {
  readonly id: string;
  readonly team: string;
  readonly name: string;
  readonly period: {
    readonly name: RoundPeriod;
    readonly from: string;
    readonly to: string;
    readonly tz: string;
  };
  readonly state: RoundState;
  readonly agents: number;
  readonly confirmed: number;
  readonly openedAt: string;
  readonly openedBy: string;
}

interface Signed {
  readonly by: string;
  readonly at: string;
}
type Note = Signed & { readonly text: string };

/** Amounts in the metric's unit. */
export interface AgreedGoal {
  readonly metric: string;
  readonly title: string;
  readonly unit: AmountUnit;
  readonly variant?: string;
  readonly goal: number | null;
  readonly direction: 'at_least' | 'at_most' | null;
  readonly weight: number;
}

interface CardMetric {
  readonly id: string;
  readonly variant?: string;
  readonly value: number | null;
  readonly points: number | null;
}

export interface Member {
  readonly agent: string;
  readonly name: string;
  readonly goals: readonly AgreedGoal[];
  readonly goals_version?: number;
  readonly confirmed: Readonly<Record<Side, Signed | null>>;
  readonly remark: Note | null;
  readonly answer: Note | null;
  readonly card: { readonly score: number | null; readonly metrics: readonly CardMetric[] } | null;
  readonly changed: readonly Changed[];
}

/** A figure that is another one than when it was pinned. */
export interface Changed {
  readonly metric: string;
  readonly variant?: string;
  readonly title: string;
  readonly unit: string;
  readonly pinned: number | null;
  readonly now: number | null;
}

export interface Round extends RoundSummary {
  readonly members: readonly Member[];
  readonly pinned:
    | (Signed & { readonly hash: string; readonly intact?: boolean; readonly notes?: readonly string[] })
    | null;
  readonly history: readonly (Signed & {
    readonly version: number;
    readonly what: string;
    readonly agent?: string;
    readonly as?: Side;
  })[];
}

/**
 * What a round takes as it stands; who may do it is another question. Goals of a period that is over stand, but for a
 * round that was opened only then.
 *
 * @param now UTC ms
 */
export function stepsOf(
  { state, period, openedAt }: Pick<Round, 'state' | 'period' | 'openedAt'>,
  now: number,
) {
  const isPinned = state === 'pinned' || state === 'closed';
  const end = Date.parse(period.to);
  return {
    canSet: !isPinned && (now < end || Date.parse(openedAt) >= end),
    canConfirm: !isPinned,
    canPin: !isPinned && now >= end,
    canNote: state === 'pinned',
    canClose: state === 'pinned',
  };
}

const keyOf = ({ metric, variant = '' }: { readonly metric: string; readonly variant?: string }) =>
  `${metric} ${variant}`;

/** The goals of a member, each with what the card has of it. */
export function goalRows({ goals, card }: Pick<Member, 'goals' | 'card'>) {
  const found = new Map(
    card?.metrics.map((metric) => [
      keyOf({ metric: metric.id, ...(metric.variant === undefined ? {} : { variant: metric.variant }) }),
      metric,
    ]),
  );
  return goals.map((goal) => {
    const metric = found.get(keyOf(goal));
    return { ...goal, value: metric?.value ?? null, points: metric?.points ?? null };
  });
}

/** A goal as it is typed. */
export interface GoalDraft {
  readonly goal: AgreedGoal;
  readonly typed: string;
  readonly weight: string;
}

export const draftsOf = (goals: readonly AgreedGoal[]): GoalDraft[] =>
  goals.map((goal) => ({
    goal,
    typed: goal.goal === null ? '' : typedAmount(goal.goal, goal.unit),
    weight: String(goal.weight),
  }));

/** What the service is to be told, or the places of those that are none. An empty goal stays as it was. */
export function readDrafts(
  drafts: readonly GoalDraft[],
): { readonly goals: readonly object[] } | { readonly wrong: readonly number[] } {
  const read = drafts.map(({ goal, typed, weight }) => {
    const amount = typed.trim() === '' ? null : readAmount(typed, goal.unit);
    const weighs = Number(weight);
    const isWrong = (typed.trim() !== '' && amount === null) || !(weighs > 0 && weighs <= 1_000);
    const { metric, variant, direction } = goal;
    return {
      isWrong,
      body: {
        metric,
        ...(variant === undefined ? {} : { variant }),
        goal: amount,
        weight: weighs,
        ...(direction === null ? {} : { direction }),
      },
    };
  });
  const wrong = read.flatMap(({ isWrong }, index) => (isWrong ? [index] : []));
  return wrong.length > 0 ? { wrong } : { goals: read.map(({ body }) => body) };
}

/** All goals that members have, each once, as the first who has it has it. */
export function goalsOfAll(members: readonly Pick<Member, 'goals'>[]): AgreedGoal[] {
  return [
    ...new Map(
      members.flatMap(({ goals }) => goals.map((goal) => [keyOf(goal), goal] as const)).reverse(),
    ).values(),
  ].reverse();
}
