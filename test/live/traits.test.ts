import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTraitTable, type Traits } from '../../services/live/traits.ts';

const word: fc.Arbitrary<string> = fc.constantFrom('', 'a', 'b', 'c');
const traits: fc.Arbitrary<Traits> = fc.record({
  queue: word,
  channel: word,
  team: word,
  agent: word,
  priority: word,
  customer_tier: word,
  policy: word,
  label: word,
});
const filters = fc.record(
  { queue: fc.array(word), channel: fc.array(word), agent: fc.array(word) },
  { requiredKeys: [] },
);

it('gives a combination back under its number, with the place it belongs to, and filters them as they are', () => {
  fc.assert(
    fc.property(fc.array(traits, { maxLength: 60 }), filters, (many, asked) => {
      const table = createTraitTable();
      const ids = many.map((one) => table.idOf(one));
      const allowed = table.allowed(asked);
      expect(table.size).toBe(new Set(many.map((one) => JSON.stringify(Object.values(one)))).size);
      for (const [i, one] of many.entries()) {
        const id = ids[i]!;
        expect(table.of(id)).toEqual(one);
        expect(table.idOf(one)).toBe(id);
        expect(table.places[table.placeOf[id]!]).toEqual({ queue: one.queue, channel: one.channel });
        const isLet = Object.entries(asked).every(
          ([dimension, values]) => values.length === 0 || values.includes(one[dimension as keyof Traits]),
        );
        expect(allowed === null || allowed[id] === 1).toBe(isLet);
      }
    }),
  );
});

it('knows combinations that differ in one word each, however many they are', () => {
  const table = createTraitTable();
  const one = { queue: 'q', channel: 'chat', team: '', priority: 'low', customer_tier: '', policy: 'p' };
  const many = Array.from({ length: 3_000 }, (_, i) => ({
    ...{ ...one, agent: `a${i % 1_000}` },
    label: ['', 'first_response', 'resolution'][Math.floor(i / 1_000)]!,
  }));
  const ids = many.map((traits) => table.idOf(traits));
  expect(new Set(ids).size).toBe(3_000);
  expect(many.map((traits) => table.idOf(traits))).toEqual(ids);
  expect(ids.map((id) => table.of(id))).toEqual(many);
});
