import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Target } from '../../../services/alerting/targets/target.ts';
import { createTimers } from '../../../services/alerting/targets/timers.ts';
import { type LiveFact, NOTHING_LATELY } from '../../../services/live/live-fact.ts';
import { createMirror, type Mirror } from '../../../services/live/mirror.ts';
import { targetOf } from '../support.ts';

const fact = (at: number, fields: Partial<LiveFact> = {}): LiveFact => ({
  ...{ fact: 'sla_target', at, label: 'first_response', targetMs: 100, seq: 3, businessMs: 7 },
  ...{ queue: 'billing', team: 'desk', agent: 'a1', priority: 'high', customerTier: 'gold', policy: 'vip' },
  ...fields,
});

function tell(mirror: Mirror, conversationId: string, version: number, ...facts: LiveFact[]): void {
  const of = { stream: 'tickets', openedAt: 0, channel: 'email', lately: NOTHING_LATELY } as const;
  mirror.apply({ ...of, conversationId, version, facts }, 0);
}

/** A time before it is due, and the due time. */
const timesOf = ({ dueAt }: Target) => [dueAt - 40, dueAt];
const ids = (targets: readonly Target[]) => targets.map(({ conversationId }) => conversationId).sort();

describe('times of targets in a mirror', () => {
  it('are given as they come, each once, of the target as storage would give it', () => {
    const mirror = createMirror();
    tell(mirror, 'a', 1, fact(1_000), fact(5, { fact: 'queue_spell' }));
    tell(mirror, 'b', 1, fact(2_000));
    const timers = createTimers(mirror, timesOf);
    expect([timers.take(959), timers.next]).toEqual([[], 960]);
    expect(timers.take(999)).toEqual([
      targetOf({
        ...{ conversationId: 'a', seq: 3, agent: 'a1', priority: 'high', customerTier: 'gold' },
        ...{ policy: 'vip', dueAt: 1_000, budgetMs: 100, spentMs: 7 },
      }),
    ]);
    expect([timers.take(999), timers.next]).toEqual([[], 1_000]);
    expect(ids(timers.take(1_000))).toEqual(['a']);
    expect([timers.take(1_900), timers.next]).toEqual([[], 1_960]);
  });

  it('are gone with the target, and others once it has others', () => {
    const mirror = createMirror();
    tell(mirror, 'a', 1, fact(1_000));
    tell(mirror, 'b', 1, fact(1_000));
    const timers = createTimers(mirror, timesOf);
    timers.take(0);
    tell(mirror, 'a', 2);
    tell(mirror, 'b', 2, fact(3_000));
    expect([timers.take(1_000), timers.next]).toEqual([[], 2_960]);
    // What was due before anybody heard of it is given at once.
    tell(mirror, 'c', 1, fact(500));
    expect(ids(timers.take(1_000))).toEqual(['c']);
  });

  it('are not known of a target without a number, which would be told under another name', () => {
    const mirror = createMirror();
    tell(mirror, 'a', 1, fact(1_000, { seq: null }));
    const timers = createTimers(mirror, timesOf);
    expect([timers.take(2_000), timers.next]).toEqual([[], Number.POSITIVE_INFINITY]);
  });

  it('of very many new targets are found out in portions, and it is said that more are left', () => {
    const mirror = createMirror();
    for (const id of ['a', 'b', 'c', 'd', 'e']) tell(mirror, id, 1, fact(1_000));
    const timers = createTimers(mirror, timesOf, 2);
    const portions = [1, 2, 3].map(() => [timers.take(1_000).length, timers.next]);
    expect(portions).toEqual([
      [2, Number.NEGATIVE_INFINITY],
      [2, Number.NEGATIVE_INFINITY],
      [1, Number.POSITIVE_INFINITY],
    ]);
  });

  it('are all given, whatever comes, goes and takes the place of another in between', () => {
    const step = fc.record({
      conversation: fc.nat(4),
      dueAt: fc.option(fc.integer({ min: 0, max: 1_000 })),
      passes: fc.nat(150),
      looks: fc.boolean(),
    });
    const seen = { given: 0 };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 3 }), (steps, maxFresh) => {
        const mirror = createMirror();
        const timers = createTimers(mirror, timesOf, maxFresh);
        /** By conversation, its due time and which of its times are still to come. */
        const model = new Map<string, number[]>();
        let now = 0;
        steps.forEach(({ conversation, dueAt, passes, looks }, i) => {
          const id = `c${conversation}`;
          tell(mirror, id, i + 1, ...(dueAt === null ? [] : [fact(dueAt)]));
          mirror.forget(1);
          if (dueAt === null) model.delete(id);
          else model.set(id, [dueAt - 40, dueAt]);
          now += passes;
          if (!looks) return;
          const taken: Target[] = [];
          do taken.push(...timers.take(now));
          while (timers.next <= now);
          const due = [...model].filter(([, times]) => times.some((time) => time <= now));
          expect(ids(taken)).toEqual(due.map(([one]) => one).sort());
          for (const [one, times] of model)
            model.set(
              one,
              times.filter((time) => time > now),
            );
          expect(timers.next).toBe(Math.min(...[...model.values()].flat()));
          seen.given += taken.length;
        });
      }),
    );
    expect(seen.given).toBeGreaterThan(100);
  });
});
