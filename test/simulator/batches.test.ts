import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyOf, type OutgoingEvent } from '../../services/domain/events/event.ts';
import { batchesOf } from '../../services/simulator/batches.ts';
import { conversationsBetween, eventsBetween, type Range } from '../../services/simulator/events-between.ts';
import { isPeerReview } from '../../services/simulator/opinions/peer-reviews.ts';
import { casesOf } from '../support/in-full.ts';
import { byKey, DAY, MONDAY, SMALL } from './world.ts';

const WHOLE: Range = { profile: SMALL, seed: 3, opensAt: MONDAY, from: MONDAY, to: MONDAY + 20 * DAY };

const idsOf = (events: Iterable<OutgoingEvent>) => [...events].map(({ value }) => value.event_id);

async function batchesIn(range: Range, size: number): Promise<OutgoingEvent[][]> {
  const batches: OutgoingEvent[][] = [];
  for await (const batch of batchesOf(conversationsBetween(range), size)) batches.push(batch);
  return batches;
}

/** Keys of conversations, with the batches that have something of them. Reviews of a quarter are put to one as they come. */
function placesOf(batches: readonly OutgoingEvent[][]): Map<string, Set<number>> {
  const places = new Map<string, Set<number>>();
  for (const [place, events] of batches.entries())
    for (const event of events.filter((one) => one.topic !== 'contact.agents' && !isPeerReview(one)))
      places.set(keyOf(event), (places.get(keyOf(event)) ?? new Set()).add(place));
  return places;
}

describe('the past in batches', () => {
  const ranges = fc
    .tuple(fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: 0, max: 20, noNaN: true }))
    .map(([a, b]) => [MONDAY + Math.min(a, b) * DAY, MONDAY + Math.max(a, b) * DAY].map(Math.round))
    .map(([from, to]): Range => ({ ...WHOLE, from: from!, to: to! }));
  const sizes = fc.constantFrom(1, 100, 2_000);

  it('has each event of its range once, wherever that begins and ends', async () => {
    await fc.assert(
      fc.asyncProperty(ranges, sizes, async (range, size) => {
        const sent = (await batchesIn(range, size)).flat();
        expect(idsOf(sent).toSorted()).toEqual(idsOf(eventsBetween(range)).toSorted());
      }),
      { numRuns: casesOf(8) },
    );
  });

  it('has no conversation in two batches', async () => {
    await fc.assert(
      fc.asyncProperty(ranges, sizes, async (range, size) => {
        const split = [...placesOf(await batchesIn(range, size))].filter(([, places]) => places.size > 1);
        expect(split).toEqual([]);
      }),
      { numRuns: casesOf(8) },
    );
  });

  it('has no batch much larger than it is to be', async () => {
    const batches = await batchesIn(WHOLE, 500);
    for (const batch of batches.slice(0, -1)) expect(batch.length).toBeGreaterThanOrEqual(500);
    for (const batch of batches) expect(batch.length).toBeLessThan(600);
  });

  it('keeps the order of time within each conversation, and of what each agent does', async () => {
    for (const own of byKey((await batchesIn(WHOLE, 500)).flat(), keyOf).values()) {
      const times = own.map(({ value }) => value.occurred_at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });
});
