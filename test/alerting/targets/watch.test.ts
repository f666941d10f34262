import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBook } from '../../../services/alerting/book.ts';
import { createTargetWatch } from '../../../services/alerting/targets/watch.ts';
import { ruleOf, targetOf } from '../support.ts';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 2, 5, 12);
const breach = ruleOf({ id: 'breach', kind: 'sla_breach', when: { queue: 'billing' } });
const warning = ruleOf({ id: 'warning', kind: 'sla_warning', used: 0.8 });
const ALL = { isComplete: true, storedUntil: Number.POSITIVE_INFINITY };
const SOME = { ...ALL, isComplete: false };
const upTo = (until: number) => ({ until, confirmedUntil: until });

function watchOf(...rules: (typeof breach)[]) {
  const book = createBook();
  return { book, ...createTargetWatch(book, { rules, calendarOf: () => null, maxAgeMs: HOUR }) };
}

describe('a breach', () => {
  it('fires at its due time, once', () => {
    const watch = watchOf(breach);
    const targets = [targetOf({ dueAt: NOW })];
    expect(watch.due(targets, upTo(NOW - 1), NOW)).toEqual([]);
    expect(watch.due(targets, upTo(NOW), NOW + 300)).toMatchObject([
      {
        rule: 'breach',
        state: 'firing',
        beganAt: NOW,
        changedAt: NOW + 300,
        late: false,
        unconfirmed: false,
      },
    ]);
    expect(watch.due(targets, upTo(NOW), NOW + 400)).toEqual([]);
    expect(watch.survey(targets, upTo(NOW), NOW + 500, ALL)).toEqual([]);
  });

  it('fires though the reply came meanwhile, too late, and is resolved with the next look', () => {
    const watch = watchOf(breach);
    const targets = [targetOf({ dueAt: NOW, state: 'breached' })];
    expect(watch.due(targets, upTo(NOW), NOW + 300)).toMatchObject([{ state: 'firing', version: 1 }]);
    expect(watch.survey(targets, upTo(NOW), NOW + 900, ALL)).toMatchObject([
      { state: 'resolved', reason: 'fulfilled', version: 2 },
    ]);
  });

  it('is not of rules that are about other targets', () => {
    const watch = watchOf(breach);
    expect(watch.due([targetOf({ dueAt: NOW, queue: 'general' })], upTo(NOW), NOW)).toEqual([]);
  });

  it('resolves when its target has ended or is due later, and fires again when that is missed too', () => {
    const watch = watchOf(breach);
    watch.due([targetOf({ dueAt: NOW })], upTo(NOW), NOW);
    const later = [targetOf({ dueAt: NOW + HOUR })];
    expect(watch.survey(later, upTo(NOW), NOW + 1_000, ALL)).toMatchObject([
      { state: 'resolved', reason: 'moved' },
    ]);
    const [again] = watch.due(later, upTo(NOW + HOUR), NOW + HOUR + 100);
    expect(again).toMatchObject({ state: 'firing', beganAt: NOW + HOUR, version: 1 });
    expect(watch.survey([], upTo(NOW + HOUR), NOW + HOUR + 200, ALL)).toMatchObject([
      { id: again!.id, state: 'resolved', reason: 'ended' },
    ]);
  });

  it('stays as it is where a survey could not see everything', () => {
    const watch = watchOf(breach);
    watch.due([targetOf({ dueAt: NOW })], upTo(NOW), NOW);
    expect(watch.survey([], upTo(NOW), NOW + 1_000, SOME)).toEqual([]);
  });

  it('is not over for a survey that cannot have what it was decided on', () => {
    const watch = watchOf(breach);
    watch.due([targetOf({ dueAt: NOW })], upTo(NOW), NOW + 100);
    const stored = (storedUntil: number) => ({ isComplete: true, storedUntil });
    expect(watch.survey([], upTo(NOW), NOW + 200, stored(NOW + 99))).toEqual([]);
    expect(watch.survey([], upTo(NOW), NOW + 200, stored(NOW + 100))).toMatchObject([{ reason: 'ended' }]);
  });

  it('that is unconfirmed is over as soon as what comes to be stored says so', () => {
    const watch = watchOf(breach);
    watch.due([targetOf({ dueAt: NOW })], { until: NOW, confirmedUntil: NOW - 1 }, NOW + 100);
    const behind = { isComplete: true, storedUntil: NOW + 60 };
    expect(watch.survey([], upTo(NOW), NOW + 200, behind)).toMatchObject([{ reason: 'ended' }]);
  });

  it('of a time long past is not told, and what came due while nobody looked is marked late', () => {
    const watch = watchOf(breach);
    const targets = [
      targetOf({ conversationId: 'old', dueAt: NOW - HOUR }),
      targetOf({ conversationId: 'missed', dueAt: NOW - HOUR / 2 }),
    ];
    expect(watch.survey(targets, upTo(NOW), NOW, ALL)).toMatchObject([
      { conversationId: 'missed', late: true },
    ]);
  });

  it('is marked unconfirmed where events up to its due time are not stored', () => {
    const watch = watchOf(breach);
    const horizon = { until: NOW, confirmedUntil: NOW - 1 };
    expect(watch.due([targetOf({ dueAt: NOW })], horizon, NOW)).toMatchObject([{ unconfirmed: true }]);
  });

  it('fires once and under the same id whatever the order and repetition of looks', () => {
    const dues = fc.array(fc.integer({ min: NOW - HOUR / 2, max: NOW + HOUR / 2 }), {
      minLength: 1,
      maxLength: 20,
    });
    const looks = fc.array(fc.integer({ min: 0, max: HOUR }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(dues, looks, (dueTimes, offsets) => {
        const targets = dueTimes.map((dueAt, i) => targetOf({ conversationId: `c${i}`, dueAt }));
        const run = (times: readonly number[]) => {
          const watch = watchOf(breach);
          const fired: string[] = [];
          for (const at of [...times.map((offset) => NOW - HOUR / 2 + offset), NOW + HOUR / 2]) {
            fired.push(...watch.due(targets, upTo(at), NOW).map(({ id }) => id));
            fired.push(...watch.survey(targets, upTo(at), NOW, SOME).map(({ id }) => id));
          }
          return fired.sort();
        };
        const once = run([]);
        expect(new Set(once).size).toBe(targets.length);
        expect(run(offsets)).toEqual(once);
      }),
    );
  });
});

describe('a warning', () => {
  it('fires when its share of the budget is used, and gives way when the target is missed', () => {
    const watch = watchOf(warning);
    const dueAt = NOW + HOUR * 0.2;
    const targets = [targetOf({ dueAt })];
    expect(watch.survey(targets, upTo(NOW - 1), NOW, ALL)).toEqual([]);
    expect(watch.survey(targets, upTo(NOW), NOW + 100, ALL)).toMatchObject([
      { rule: 'warning', beganAt: NOW },
    ]);
    expect(watch.survey(targets, upTo(dueAt), dueAt, ALL)).toMatchObject([
      { state: 'resolved', reason: 'breached' },
    ]);
  });

  it('ends with a pause, and is given anew when the clock runs again with less left', () => {
    const watch = watchOf(ruleOf({ id: 'warning', kind: 'sla_warning', left: '30m' }));
    watch.survey([targetOf({ dueAt: NOW + HOUR / 2 })], upTo(NOW), NOW, ALL);
    // Ten minutes later its clock stands still, for three hours.
    expect(watch.survey([], upTo(NOW + HOUR / 6), NOW + HOUR / 6, ALL)).toMatchObject([{ reason: 'ended' }]);
    const resumedAt = NOW + HOUR / 6 + 3 * HOUR;
    const resumed = targetOf({ dueAt: resumedAt + HOUR / 3, spentMs: HOUR * (2 / 3) });
    expect(watch.survey([resumed], upTo(resumedAt), resumedAt + 100, ALL)).toMatchObject([
      { state: 'firing', beganAt: resumedAt, late: false },
    ]);
  });

  it('is given ahead of storage too, and not by a survey that is behind once the target is missed', () => {
    const watch = watchOf(warning, breach);
    const dueAt = NOW + HOUR * 0.2;
    const first = targetOf({ conversationId: 'first', dueAt });
    const second = targetOf({ conversationId: 'second', dueAt });
    expect(watch.timesOf(first).sort()).toEqual([NOW, dueAt]);
    expect(watch.due([first], upTo(NOW), NOW + 100)).toMatchObject([{ rule: 'warning' }]);
    expect(watch.due([first, second], upTo(dueAt), dueAt + 100)).toMatchObject([
      { rule: 'breach', conversationId: 'first' },
      { rule: 'breach', conversationId: 'second' },
    ]);
    expect(watch.survey([first, second], upTo(dueAt - 1), dueAt + 200, ALL)).toEqual([]);
  });

  it('is not given of a target that is missed already', () => {
    const watch = watchOf(warning);
    expect(watch.survey([targetOf({ dueAt: NOW })], upTo(NOW), NOW, ALL)).toEqual([]);
  });
});

it('an alert whose rule is gone is resolved', () => {
  const book = createBook();
  createTargetWatch(book, { rules: [breach], calendarOf: () => null, maxAgeMs: HOUR }).due(
    [targetOf({ dueAt: NOW })],
    upTo(NOW),
    NOW,
  );
  const without = createTargetWatch(book, { rules: [], calendarOf: () => null, maxAgeMs: HOUR });
  expect(without.survey([targetOf({ dueAt: NOW })], upTo(NOW), NOW, ALL)).toMatchObject([
    { reason: 'rule_removed' },
  ]);
});
