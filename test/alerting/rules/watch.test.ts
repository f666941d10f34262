import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBook } from '../../../services/alerting/book.ts';
import { hoursOf, isOpen } from '../../../services/alerting/hours.ts';
import { EVERYTHING, groupKey, type Look } from '../../../services/alerting/rules/reading.ts';
import { verdictOf } from '../../../services/alerting/rules/threshold.ts';
import { createFigureWatch, groupOf } from '../../../services/alerting/rules/watch.ts';
import type { Verdict } from '../../../services/alerting/states/hold.ts';
import { compileCalendar } from '../../../services/domain/calendar/compile.ts';
import { figureRuleOf } from '../support.ts';

const T0 = Date.UTC(2026, 2, 5, 12);
const MINUTE = 60_000;
const ALWAYS = hoursOf([]);
const rule = figureRuleOf({
  id: 'queue',
  kind: 'threshold',
  metric: 'waiting',
  by: 'queue',
  above: 20,
  resolve: 10,
  for: '2m',
  keepFiringFor: '1m',
  labels: { desk: 'west' },
  severity: 'critical',
});

const lookOf = (verdicts: Record<string, Verdict>): Look => ({
  readings: Object.entries(verdicts).map(([queue, verdict]) => ({
    group: { ...EVERYTHING, queue },
    verdict,
    value: 25,
    threshold: 20,
  })),
  absent: { verdict: 'over', value: 0, threshold: 20 },
});

describe('the alerts of a figure', () => {
  it('are rows of every transition, each group for itself', () => {
    const watch = createFigureWatch(createBook());
    const at = (minutes: number, verdicts: Record<string, Verdict>) =>
      watch
        .judge(rule, lookOf(verdicts), T0 + minutes * MINUTE, ALWAYS)
        .map(
          ({ queue, state, version, beganAt }) => `${queue} ${state} ${version} ${(beganAt - T0) / MINUTE}`,
        );
    expect(at(0, { billing: 'met', vip: 'over' })).toEqual(['billing pending 1 0']);
    expect(at(1, { billing: 'met', vip: 'met' })).toEqual(['vip pending 1 1']);
    expect(at(2, { billing: 'met', vip: 'kept' })).toEqual(['billing firing 2 0', 'vip inactive 2 1']);
    // Nothing waits any more: the queue is not even there to be seen.
    expect(at(3, {})).toEqual([]);
    expect(at(4, {})).toEqual(['billing resolved 3 0']);
    expect(at(5, { billing: 'met' })).toEqual(['billing pending 1 5']);
  });

  it('say what was measured, and carry what the rule says', () => {
    const watch = createFigureWatch(createBook());
    expect(watch.judge(rule, lookOf({ billing: 'met' }), T0, ALWAYS)).toMatchObject([
      {
        rule: 'queue',
        kind: 'threshold',
        severity: 'critical',
        metric: 'waiting',
        queue: 'billing',
        value: 25,
        threshold: 20,
        reason: 'above',
        labels: { desk: 'west' },
      },
    ]);
  });

  it('go on where another left off: the same looks give the same alerts', () => {
    const all = createFigureWatch(createBook());
    const book = createBook();
    const looks = (['met', 'met', 'unknown', 'met', 'over', 'over'] as const).map((verdict) =>
      lookOf({ billing: verdict }),
    );
    const whole = looks.flatMap((look, i) => all.judge(rule, look, T0 + i * MINUTE, ALWAYS));
    // A new process for each look, which knows nothing but what is stored.
    const pieces = looks.flatMap((look, i) => {
      const alerts = createFigureWatch(book).judge(rule, look, T0 + i * MINUTE, ALWAYS);
      for (const alert of alerts) expect(groupKey(groupOf(alert))).toBe(groupKey(look.readings[0]!.group));
      return alerts;
    });
    expect(pieces.map(({ id, version, state }) => [id, version, state])).toEqual(
      whole.slice(0, pieces.length).map(({ id, version, state }) => [id, version, state]),
    );
    expect(whole.map(({ state }) => state)).toEqual(['pending', 'firing', 'resolved']);
    // Since when it is over is not stored: it is kept firing for its whole time anew.
    expect(pieces.map(({ state }) => state)).toEqual(['pending', 'firing']);
  });

  describe('out of the hours of their rule', () => {
    /** `T0` is Thursday noon. */
    const office = hoursOf([
      compileCalendar({ zone: 'UTC', weekly: { thu: ['08:00-18:00'], fri: ['08:00-18:00'] } }),
    ]);
    const CLOSES = 6 * 60;
    const OPENS = 20 * 60;
    const judged = (looks: readonly (readonly [minutes: number, verdict: Verdict])[]) => {
      const watch = createFigureWatch(createBook());
      return looks.flatMap(([minutes, verdict]) =>
        watch
          .judge(rule, lookOf({ billing: verdict }), T0 + minutes * MINUTE, office)
          .map(({ state, beganAt }) => `${minutes} ${state} ${(beganAt - T0) / MINUTE}`),
      );
    };

    it('do not begin, and do with the opening, once the condition has held for its time in them', () => {
      expect(
        judged([
          [CLOSES, 'met'],
          [CLOSES + 9, 'met'],
          [OPENS, 'met'],
          [OPENS + 2, 'met'],
        ]),
      ).toEqual([`${OPENS} pending ${OPENS}`, `${OPENS + 2} firing ${OPENS}`]);
    });

    it('fire on while the condition holds, and end when it ends', () => {
      const fired = [
        [0, 'met'],
        [2, 'met'],
      ] as const;
      expect(judged([...fired, [CLOSES + 9, 'met'], [OPENS, 'met'], [OPENS + 9, 'met']])).toEqual([
        '0 pending 0',
        '2 firing 0',
      ]);
      expect(judged([...fired, [CLOSES + 9, 'over'], [CLOSES + 10, 'over']]).at(-1)).toBe(
        `${CLOSES + 10} resolved 0`,
      );
    });

    it('that waited to fire when they ended begin anew, whether somebody looked by night or not', () => {
      const before = [CLOSES - 1, 'met'] as const;
      const after = [
        [OPENS, 'met'],
        [OPENS + 1, 'met'],
        [OPENS + 3, 'met'],
      ] as const;
      const anew = [`${OPENS + 1} pending ${OPENS + 1}`, `${OPENS + 3} firing ${OPENS + 1}`];
      expect(judged([before, ...after])).toEqual([
        `${CLOSES - 1} pending ${CLOSES - 1}`,
        `${OPENS} inactive ${CLOSES - 1}`,
        ...anew,
      ]);
      expect(judged([before, [CLOSES, 'met'], ...after.slice(1)])).toEqual([
        `${CLOSES - 1} pending ${CLOSES - 1}`,
        `${CLOSES} inactive ${CLOSES - 1}`,
        ...anew,
      ]);
    });

    it('never begin, whatever the looks', () => {
      const looks = fc.array(
        fc.tuple(
          fc.integer({ min: 1, max: 300 }),
          fc.constantFrom<Verdict>('met', 'kept', 'over', 'unknown'),
        ),
        { maxLength: 40 },
      );
      fc.assert(
        fc.property(looks, (steps) => {
          const watch = createFigureWatch(createBook());
          let at = T0;
          for (const [minutes, verdict] of steps) {
            at += minutes * MINUTE;
            for (const alert of watch.judge(rule, lookOf({ billing: verdict }), at, office)) {
              if (alert.state !== 'pending' && alert.state !== 'firing') continue;
              expect(isOpen(office, at)).toBe(true);
              // It has held in them without a break.
              expect(office.after(alert.beganAt, at - alert.beganAt)).toBe(at);
            }
          }
        }),
      );
    });
  });

  it('end with their rule, and when it becomes one of another kind', () => {
    const book = createBook();
    const watch = createFigureWatch(book);
    watch.judge({ ...rule, for: 0 }, lookOf({ billing: 'met' }), T0, ALWAYS);
    expect(watch.sweep([rule], T0)).toEqual([]);
    const other = figureRuleOf({ id: 'queue', kind: 'no_data', quietFor: '10m' });
    expect(watch.sweep([other], T0 + 1)).toMatchObject([{ state: 'resolved', reason: 'rule_removed' }]);
    expect(watch.sweep([], T0 + 2)).toEqual([]);
  });
});

describe('a threshold', () => {
  it.each([
    [{ above: 20 }, 21, 'met'],
    [{ above: 20 }, 20, 'over'],
    [{ above: 20, resolve: 10 }, 20, 'kept'],
    [{ above: 20, resolve: 10 }, 10, 'over'],
    [{ below: 0.8 }, 0.79, 'met'],
    [{ below: 0.8 }, 0.8, 'over'],
    [{ below: 0.8, resolve: 0.9 }, 0.85, 'kept'],
    [{ below: 0.8, resolve: 0.9 }, 0.9, 'over'],
    [{ above: 0 }, null, 'unknown'],
  ])('%j and %s: %s', (limits, value, verdict) => {
    expect(verdictOf({ above: undefined, below: undefined, resolve: undefined, ...limits }, value)).toBe(
      verdict,
    );
  });
});
