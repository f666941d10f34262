import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fact } from '../../../services/domain/measure/fact.ts';
import { measure } from '../../../services/domain/measure/measure.ts';
import { consume, scenario } from './scenario.ts';

const inOrder = (facts: readonly Fact[]) =>
  facts.toSorted((a, b) => (a.fact < b.fact ? -1 : a.fact > b.fact ? 1 : a.at - b.at || a.seq - b.seq));

describe('whatever the order, the repetitions and the batches, and wherever a consumer ends,', () => {
  test('the rows that stay are the facts of the whole set', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async ({ timelines, log, units, ...options }) => {
        const rows = await consume(log, units, options);
        for (const timeline of timelines) {
          const stored = rows.factsOf(timeline.stream, timeline.conversationId);
          expect(inOrder(stored)).toEqual(inOrder(measure(timeline).facts));
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
