import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../services/domain/measure/fact.ts';
import { measure } from '../../../services/domain/measure/measure.ts';
import { NOT_DUE } from '../../../services/domain/sla/targets.ts';
import { anyTimeline } from './arbitrary.ts';

const RUNS = { numRuns: 2_000 };

const spells = (facts: readonly Fact[], name: string) =>
  facts.filter(({ fact }) => fact === name).sort((a, b) => a.at - b.at || a.seq - b.seq);

describe('of any events in any contradiction', () => {
  test('no duration is negative, and no part exceeds its whole', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        for (const fact of measure(timeline).facts) {
          expect(fact.valueMs).toBeGreaterThanOrEqual(0);
          expect(fact.businessMs).toBeGreaterThanOrEqual(0);
          expect(fact.businessMs).toBeLessThanOrEqual(fact.valueMs);
          expect(fact.holdMs).toBeGreaterThanOrEqual(0);
          expect(fact.wrapMs).toBeGreaterThanOrEqual(0);
          expect(fact.holdMs + fact.wrapMs).toBeLessThanOrEqual(fact.valueMs);
          if (fact.endedAt !== null) expect(fact.endedAt).toBeGreaterThanOrEqual(fact.beganAt);
        }
      }),
      RUNS,
    );
  });

  test.each(['status_spell', 'queue_spell', 'bot_session'])('no two of %s overlap', (name) => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const all = spells(measure(timeline).facts, name);
        for (let i = 1; i < all.length; i++) {
          expect(all[i - 1]!.endedAt).not.toBeNull();
          expect(all[i]!.at).toBeGreaterThanOrEqual(all[i - 1]!.endedAt!);
        }
      }),
      RUNS,
    );
  });

  test('one agent handles a conversation once at a time', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const { facts } = measure(timeline);
        for (const agent of ['', 'a1', 'a2']) {
          const own = spells(facts, 'handle_spell').filter((fact) => fact.agent === agent);
          for (let i = 1; i < own.length; i++) {
            // After-call work may go on while the customer is back.
            expect(own[i]!.at).toBeGreaterThanOrEqual(own[i - 1]!.endedAt! - own[i - 1]!.wrapMs);
          }
        }
      }),
      RUNS,
    );
  });

  test('no two facts have the same key', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const keys = measure(timeline).facts.map(({ fact, at, seq }) => `${fact} ${at} ${seq}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      RUNS,
    );
  });

  test('a conversation that is closed leaves nothing open', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        const { facts, summary } = measure(timeline);
        if (summary.status !== 'closed') return;
        const running = facts.filter(({ state }) => ['open', 'active', 'paused'].includes(state));
        expect(running).toEqual([]);
      }),
      RUNS,
    );
  });

  test('a target is met by its due time, breached after it, and running or cancelled otherwise', () => {
    fc.assert(
      fc.property(anyTimeline, (timeline) => {
        for (const fact of measure(timeline).facts) {
          if (fact.fact !== 'sla_target') continue;
          expect(fact.targetMs).toBeGreaterThan(0);
          expect(fact.at).toBeGreaterThan(fact.beganAt);
          if (fact.state === 'met' || fact.state === 'cancelled') {
            expect(fact.endedAt).toBeLessThanOrEqual(fact.at);
            expect(fact.businessMs).toBeLessThanOrEqual(fact.targetMs);
          } else if (fact.state === 'breached') {
            expect(fact.endedAt).toBeGreaterThan(fact.at);
            expect(fact.businessMs).toBeGreaterThanOrEqual(fact.targetMs);
          } else {
            expect(fact.endedAt).toBeNull();
            if (fact.state === 'paused') {
              expect(fact.at).toBe(NOT_DUE);
              expect(fact.businessMs).toBeLessThan(fact.targetMs);
            } else expect(fact.state).toBe('active');
          }
        }
      }),
      RUNS,
    );
  });
});
