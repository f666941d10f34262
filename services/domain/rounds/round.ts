import type { PointsRule } from '../scorecard/points.ts';

/** A metric that somebody is measured by in a round, as it was agreed: the scorecard's own words, copied. */
export interface AgreedGoal {
  /** Id in the catalogue. */
  readonly metric: string;
  readonly variant?: string;
  /** Above 0. */
  readonly weight: number;
  /** Least volume: cases, of agents' time hours. */
  readonly least: number;
  readonly rule: PointsRule | 'no_goal';
}

/** The goals that several agents have in common, with the scorecard that makes them peers. */
export interface GivenGoals {
  readonly agents: readonly { readonly id: string; readonly name: string }[];
  readonly scorecard: { readonly id: string; readonly name: string | null };
  readonly goals: readonly AgreedGoal[];
}

export const ROUND_PERIODS = ['month', 'quarter', 'half-year', 'year'] as const;
export type RoundPeriodName = (typeof ROUND_PERIODS)[number];

/** UTC ms; `to` is not in it. */
export interface RoundPeriod {
  readonly name: RoundPeriodName;
  readonly from: number;
  readonly to: number;
  /** IANA zone on whose clocks it begins and ends. */
  readonly zone: string;
}

/** Who did something, at which version of the round, when (UTC ms). */
export interface Mark {
  readonly by: string;
  readonly at: number;
  readonly version: number;
}

export interface Note extends Mark {
  readonly text: string;
}

/** The two who must agree. */
export type Side = 'agent' | 'supervisor';

export interface Member {
  readonly agent: string;
  readonly name: string;
  readonly scorecard: GivenGoals['scorecard'];
  readonly goals: readonly AgreedGoal[];
  /** The version of the round that gave these goals: what is confirmed. */
  readonly goalsVersion: number;
  readonly confirmed: Readonly<Record<Side, Mark | null>>;
  readonly remark: Note | null;
  readonly answer: Note | null;
}

export interface Round {
  readonly team: string;
  readonly name: string;
  readonly period: RoundPeriod;
  /** Of the newest act. */
  readonly version: number;
  readonly opened: Mark;
  readonly members: readonly Member[];
  /** `hash`: of the scorecards as they were then; `notes`: what was not settled. */
  readonly pinned: (Mark & { readonly hash: string; readonly notes: readonly string[] }) | null;
  readonly closed: Mark | null;
}

export const ROUND_STATES = ['open', 'agreed', 'pinned', 'closed'] as const;
export type RoundState = (typeof ROUND_STATES)[number];

export function stateOf({
  members,
  pinned,
  closed,
}: Pick<Round, 'members' | 'pinned' | 'closed'>): RoundState {
  if (closed !== null) return 'closed';
  if (pinned !== null) return 'pinned';
  return members.every(isAgreed) ? 'agreed' : 'open';
}

/** Whether agent and supervisor have both confirmed the goals as they are. */
export function isAgreed({ confirmed }: Pick<Member, 'confirmed'>): boolean {
  return confirmed.agent !== null && confirmed.supervisor !== null;
}
