import { type AmountUnit, readAmount } from '../parts/amount.ts';
import type { KnownMetric } from '../parts/use-lists.ts';

export const periods = ['day', 'week', 'month', 'quarter', 'half-year', 'year'] as const;
export type Direction = 'at_least' | 'at_most';
export type Standing = 'reached' | 'on_track' | 'at_risk' | 'missed' | 'no_data';
type Whose = { readonly team?: string; readonly queue?: string; readonly agent?: string };

/** A goal as the service shows it; amounts in the metric's unit, times ISO 8601. */
export interface Goal extends Whose {
  readonly id: string;
  readonly source: 'configuration' | 'api';
  readonly metric: string;
  readonly title: string;
  readonly unit: AmountUnit;
  readonly variant?: string;
  readonly name: string;
  readonly period: (typeof periods)[number];
  readonly target: number;
  readonly direction: Direction;
  readonly version: number | null;
  readonly changedAt: string | null;
  readonly changedBy: string | null;
  readonly note: string | null;
  readonly current: Progress | null;
}

interface Progress {
  readonly tz?: string;
  readonly elapsed: number;
  readonly value: number | null;
  readonly n: number;
  readonly attainment: number | null;
  readonly pace: number | null;
  readonly projection: {
    readonly value: number;
    readonly lower: number | null;
    readonly upper: number | null;
  } | null;
  readonly standing: Standing;
}

export interface GoalDetail extends Goal {
  readonly history: readonly {
    readonly version: number;
    readonly at: string;
    readonly by: string;
    readonly what: string;
    readonly target: number;
    readonly direction: Direction;
    readonly note: string | null;
  }[];
  readonly past: readonly {
    readonly from: string;
    readonly value: number | null;
    /** Of then; absent where it is not known. */
    readonly target?: number;
    readonly met: boolean | null;
  }[];
}

export const colourOf: Readonly<Record<Standing, string>> = {
  reached: 'green',
  on_track: 'green',
  at_risk: 'orange',
  missed: 'red',
  no_data: 'text',
};

/** Worst first: what has to be done something about is what one looks for. */
const order: readonly Standing[] = ['missed', 'at_risk', 'on_track', 'reached', 'no_data'];
export const byStanding = (goals: readonly Goal[]): Goal[] =>
  [...goals].sort((one, other) => placeOf(one) - placeOf(other));
const placeOf = ({ current }: Goal) => order.indexOf(current?.standing ?? 'no_data');

/** A goal as it stands in the form. */
export interface Draft {
  readonly metric: string;
  readonly of: 'everybody' | 'team' | 'queue' | 'agent';
  readonly whose: string;
  readonly period: (typeof periods)[number];
  readonly target: string;
  readonly direction: Direction;
  readonly note: string;
}

/** Which way is good for a metric, unless somebody says otherwise. */
export const usualDirection = (metric: Pick<KnownMetric, 'direction'> | undefined): Direction =>
  metric?.direction === 'lower' ? 'at_most' : 'at_least';

export type Missing = 'metric' | 'whose' | 'target';

/** What the service is to be told, or which fields are missing or wrong. */
export function readDraft(
  draft: Draft,
  unit: AmountUnit,
): { readonly body: Record<string, unknown> } | { readonly missing: readonly Missing[] } {
  const target = readAmount(draft.target, unit);
  const missing: Missing[] = [
    ...(draft.metric === '' ? (['metric'] as const) : []),
    ...(draft.of !== 'everybody' && draft.whose === '' ? (['whose'] as const) : []),
    ...(target === null ? (['target'] as const) : []),
  ];
  if (missing.length > 0) return { missing };
  const { metric, of, whose, period, direction, note } = draft;
  return {
    body: {
      metric,
      ...(of === 'everybody' ? {} : { [of]: whose }),
      period,
      target,
      direction,
      ...(note.trim() ? { note: note.trim() } : {}),
    },
  };
}

/** The id of a new goal: the same for as long as it is of the same thing, so that nobody sets it twice. */
export function idOf({ metric, of, whose, period }: Draft): string {
  return [metric, ...(of === 'everybody' ? [] : [of, whose]), period].join('-');
}
