/** [fromMs, toMs), UTC. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * Cuts a span at the borders of buckets, so that a duration counts where it was spent.
 *
 * @param nextBorder the first border after an instant; `bordersEvery`, or that of days in a time zone
 * @returns the pieces in order, together the span; none where it is empty or ends before it begins
 */
export function splitAtBorders(span: Span, nextBorder: (atMs: number) => number): Span[] {
  const pieces: Span[] = [];
  for (let fromMs = span.fromMs; fromMs < span.toMs; ) {
    const toMs = Math.min(span.toMs, nextBorder(fromMs));
    pieces.push({ fromMs, toMs });
    fromMs = toMs;
  }
  return pieces;
}

/** Borders at every multiple of `widthMs` since 1970. */
export function bordersEvery(widthMs: number): (atMs: number) => number {
  return (atMs) => (Math.floor(atMs / widthMs) + 1) * widthMs;
}

/**
 * Time during which an agent was scheduled for something and did not do it. Doing it outside of the schedule
 * is no offence here: only the time scheduled is looked at, so coming late counts and staying on does not.
 *
 * @param scheduled when it was planned; spans may touch or overlap, in any order
 * @param actual when the agent did it, likewise
 */
export function outOfScheduleMs(scheduled: readonly Span[], actual: readonly Span[]): number {
  const planned = union(scheduled);
  const done = union(actual);
  let overlapMs = 0;
  let index = 0;
  for (const plan of planned) {
    while (index < done.length && done[index]!.toMs <= plan.fromMs) index++;
    for (let at = index; at < done.length && done[at]!.fromMs < plan.toMs; at++) {
      overlapMs += Math.min(plan.toMs, done[at]!.toMs) - Math.max(plan.fromMs, done[at]!.fromMs);
    }
  }
  return durationMs(planned) - overlapMs;
}

/** Adherence: max(0, 1 - out of schedule / scheduled); null with no schedule. */
export function adherence(times: {
  readonly scheduledMs: number;
  readonly outOfScheduleMs: number;
}): number | null {
  if (!(times.scheduledMs > 0)) return null;
  return Math.max(0, 1 - times.outOfScheduleMs / times.scheduledMs);
}

/** Conformance: on queue / scheduled on queue, whenever it was; may exceed 1; null with no schedule. */
export function conformance(times: {
  readonly onQueueMs: number;
  readonly scheduledOnQueueMs: number;
}): number | null {
  return times.scheduledOnQueueMs > 0 ? times.onQueueMs / times.scheduledOnQueueMs : null;
}

function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (span.fromMs >= span.toMs) continue;
    const last = merged.at(-1);
    if (last !== undefined && span.fromMs <= last.toMs) {
      merged[merged.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, span.toMs) };
    } else merged.push(span);
  }
  return merged;
}

function durationMs(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + span.toMs - span.fromMs, 0);
}
