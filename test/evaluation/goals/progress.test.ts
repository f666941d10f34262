import { describe, expect, it } from 'vitest';
import { courseOf, makeupOf } from '../../../services/evaluation/goals/course.ts';
import { progressOf } from '../../../services/evaluation/goals/progress.ts';
import { CATALOGUE, findMetric } from '../../../services/metrics/catalogue/index.ts';
import { pastWeeks } from '../../domain/goals/weeks.ts';

/** A day of Greenwich, a quarter of which has passed. */
const DAY = { from: Date.UTC(2026, 2, 19), to: Date.UTC(2026, 2, 20) };
const NOW = Date.UTC(2026, 2, 19, 6);

function progress(id: string, target: number, value: number | null, past: ReturnType<typeof pastWeeks>) {
  return progressOf({
    goal: { target, direction: 'at_least' },
    metric: findMetric(id)!,
    range: DAY,
    zone: 'UTC',
    now: NOW,
    measured: { value, n: value, interval: null },
    past,
  });
}

describe('the progress of a goal', () => {
  it('goes by the clock where no week is known, and expects nothing', () => {
    expect(progress('handled', 100, 30, [])).toMatchObject({
      ...{ elapsed: 0.25, line: 25, pace: 1.2, projection: null, standing: 'on_track' },
    });
    expect(progress('handled', 100, 20, [])).toMatchObject({ pace: 0.8, standing: 'at_risk' });
  });

  it('goes by the work of past days where there is any', () => {
    const past = pastWeeks([[60, 20], 9, 9, 9, 9, 9, 9], [[60, 20], 9, 9, 9, 9, 9, 9]);
    expect(progress('handled', 100, 60, past)).toMatchObject({
      ...{ elapsed: 0.75, line: 75, pace: 0.8, standing: 'at_risk' },
      projection: { value: 80, interval: null, method: 'weeks_added', isToldApart: false },
    });
  });

  it('has no pace while nothing is due, and no standing while nothing was measured', () => {
    expect(progress('handled', 100, 0, pastWeeks([[0, 20], 0, 0, 0, 0, 0, 0]))).toMatchObject({
      ...{ line: 0, pace: null, standing: 'at_risk' },
    });
    expect(progress('csat', 0.8, null, [])).toMatchObject({
      attainment: null,
      met: null,
      standing: 'no_data',
    });
  });
});

describe('every metric of the catalogue', () => {
  it('has a projection, but for depths, the longest and the shortest', () => {
    const without = CATALOGUE.filter((metric) => makeupOf(metric).kind === 'other' && metric.unit !== 'time')
      .map(({ id }) => id)
      .filter((id) => !/_(min|max)$/.test(id));
    expect(without).toEqual(['longest_wait', 'queue_depth', 'queue_depth_peak', 'fcr_pending', 'backlog']);
  });

  it('only rises in a period where it counts or adds up', () => {
    const rising = CATALOGUE.filter((metric) => courseOf(metric) === 'rises');
    for (const { id, unit, kind, figure } of rising)
      expect(unit === 'count' || kind === 'agents' || figure.kind === 'max', id).toBe(true);
    const counts = CATALOGUE.filter(({ unit, kind }) => unit === 'count' && kind !== 'depth');
    // A running target that is overdue may be cancelled, what is pending is decided, and who was left without an answer
    // for a day may get one.
    const others = counts.filter((metric) => courseOf(metric) !== 'rises').map(({ id }) => id);
    expect(others).toEqual(['sla_breached', 'fcr_pending', 'unanswered_questions']);
  });
});
