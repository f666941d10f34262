import { daysOf, type PlanningInterval } from '../days.ts';

/** The day of a zone that runs, in intervals. All instants are UTC ms. */
export interface RunningDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly from: number;
  readonly to: number;
  readonly now: number;
  /** All that came before is known; at most now. Where the pipeline is behind, what came since is not. */
  readonly knownUntil: number;
  readonly intervals: readonly { readonly from: number; readonly to: number }[];
}

/** @param asOf what came before is counted, UTC ms; null where nothing ever was */
export function runningDay(
  now: number,
  asOf: number | null,
  interval: PlanningInterval,
  zone: string,
): RunningDay {
  const [today, tomorrow] = daysOf(now, now + TWO_DAYS_MS, interval, zone);
  const from = today!.starts[0]!;
  const to = tomorrow!.starts[0]!;
  return {
    date: today!.date,
    from,
    to,
    now,
    knownUntil: Math.min(now, asOf ?? Number.NEGATIVE_INFINITY),
    intervals: today!.starts.map((start, i) => ({ from: start, to: today!.starts[i + 1] ?? to })),
  };
}

/** Surely reaches into tomorrow. */
const TWO_DAYS_MS = 2 * 86_400_000;

/** The part of an interval of which everything is known: 0 to 1. */
export function knownPart(
  { from, to }: { readonly from: number; readonly to: number },
  { knownUntil }: RunningDay,
): number {
  return Math.min(1, Math.max(0, (knownUntil - from) / (to - from)));
}
