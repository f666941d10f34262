import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindFilters, filterValues } from '../../services/access/filters.ts';
import { SCOPE_DIMENSIONS } from '../../services/access/principal.ts';

/** Ids that joining, splitting, trimming or decoding once more would turn into one another. */
const ids = fc.constantFrom(
  ...[
    'a',
    'b',
    'a,b',
    'b,a',
    'a, b',
    ' a',
    'a ',
    ',',
    '%61',
    'a%2Cb',
    '["a"]',
    '["a","b"]',
    '{a,b}',
    '*',
    '$__all',
  ],
);
const scopes = fc.record(
  Object.fromEntries(
    SCOPE_DIMENSIONS.map((dimension) => [dimension, fc.uniqueArray(ids, { minLength: 1, maxLength: 3 })]),
  ),
  { requiredKeys: [] },
);
const written = fc.oneof(fc.constant(''), ids);
const queries = fc.record(
  Object.fromEntries(
    SCOPE_DIMENSIONS.map((dimension) => [dimension, fc.oneof(written, fc.array(written, { maxLength: 4 }))]),
  ),
  { requiredKeys: [] },
);

describe('however a filter is written', () => {
  it('who sees less gets what is both asked for and its own, or is refused', () => {
    fc.assert(
      fc.property(queries, scopes, (query, scope) => {
        let bound: Record<string, unknown> | null = null;
        try {
          bound = bindFilters(query, scope);
        } catch {
          const reachesBeyond = SCOPE_DIMENSIONS.some((dimension) =>
            filterValues(query[dimension]).some((value) => scope[dimension]?.includes(value) === false),
          );
          expect(reachesBeyond).toBe(true);
          return;
        }
        for (const dimension of SCOPE_DIMENSIONS) {
          const read = filterValues(bound[dimension]);
          const own = scope[dimension];
          if (own === undefined) expect(read).toEqual(filterValues(query[dimension]));
          else {
            expect(read.length).toBeGreaterThan(0);
            for (const value of read) expect(own).toContain(value);
          }
        }
      }),
    );
  });

  it('an id with a comma is one id, for who may see it and for who may not', () => {
    expect(bindFilters({ queue: 'Billing, EMEA' }, { queue: ['Billing, EMEA'] }).queue).toEqual([
      'Billing, EMEA',
    ]);
    expect(() => bindFilters({ queue: 'Billing, EMEA' }, { queue: ['Billing', ' EMEA'] })).toThrow();
    expect(() => bindFilters({ queue: ['Billing', ' EMEA'] }, { queue: ['Billing, EMEA'] })).toThrow();
  });
});
