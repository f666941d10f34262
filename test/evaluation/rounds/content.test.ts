import { describe, expect, it } from 'vitest';
import { foldRound } from '../../../services/domain/rounds/fold.ts';
import { changedFormulas, contentOf, isIntact } from '../../../services/evaluation/rounds/content.ts';
import { contentHash } from '../../../services/lib/canonical-json.ts';
import { actsOf, given, OPENED, TO } from '../../domain/rounds/acts.ts';

const round = foldRound(actsOf([OPENED, { what: 'confirmed', body: { agent: 'ann', as: 'agent' } }]))!;
const circumstances = { linewatch: '1.0.0', configuration: 'sha256:0', notes: [], asOf: TO };
const content = contentOf({ id: 'east-2026-Q1', round }, [], circumstances);

describe('what is pinned of a round', () => {
  it('is the goals, who confirmed them, and what the metrics meant', () => {
    expect(content).toMatchObject({
      round: 'east-2026-Q1',
      period: { name: 'quarter', from: '2026-01-01T00:00:00.000Z', tz: 'UTC' },
      asOf: '2026-04-01T00:00:00.000Z',
      members: [
        { agent: 'ann', goals: given(0.9).goals, confirmed: { agent: { by: 'lena' }, supervisor: null } },
        { agent: 'bea', confirmed: { agent: null, supervisor: null } },
      ],
      formulas: [{ metric: 'csat', definition: expect.any(String), figure: expect.any(Object) }],
    });
  });

  it('is intact as long as it has its hash, and is of this round', () => {
    const found = contentHash(content);
    const stored = { content: JSON.parse(JSON.stringify(content)) as typeof content, found };
    expect(isIntact(stored, 'east-2026-Q1', found)).toBe(true);
    expect(isIntact(stored, 'east-2026-Q2', found)).toBe(false);
    expect(isIntact(stored, 'east-2026-Q1', contentHash({ ...content, linewatch: '1.0.1' }))).toBe(false);
    expect(isIntact({ content: null, found: null }, 'east-2026-Q1', found)).toBe(false);
  });

  it('tells which formulas the catalogue has changed since', () => {
    expect(changedFormulas(content)).toEqual(new Set());
    const other = content.formulas.map((formula) => ({ ...formula, figure: { kind: 'count' } }));
    expect(changedFormulas({ formulas: other })).toEqual(new Set(['csat ']));
    const gone = content.formulas.map((formula) => ({ ...formula, metric: 'gone' }));
    expect(changedFormulas({ formulas: gone })).toEqual(new Set(['gone ']));
  });
});
