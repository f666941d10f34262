import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TOPICS } from '../../schemas/index.ts';
import type { AuditEntry } from '../../schemas/types.ts';
import { type Act, OUTCOMES, WHAT } from '../../services/audit/act.ts';
import { createChain, hashOfEntry } from '../../services/audit/chain.ts';
import { type ChainFault, createChainCheck } from '../../services/audit/check.ts';
import { encodeBody, typeOf } from '../../services/lib/avro/codec.ts';

const act: fc.Arbitrary<Act> = fc.record({
  what: fc.constantFrom(...WHAT),
  outcome: fc.constantFrom(...OUTCOMES),
  who: fc.string({ unit: 'binary' }),
  role: fc.constantFrom('admin', ''),
  subjects: fc.record({
    kind: fc.constant('conversation' as const),
    ids: fc.array(fc.string({ unit: 'binary', maxLength: 400 }), { maxLength: 5 }),
  }),
  detail: fc.string({ maxLength: 400 }),
});
const acts = fc.array(act, { minLength: 1, maxLength: 20 });

const entriesOf = (all: readonly Act[]) => all.map(createChain('query', () => 1_790_000_000_000));

function faultsOf(entries: readonly AuditEntry[]): readonly ChainFault[] {
  const check = createChainCheck();
  for (const { subject_kind: subjectKind, ...entry } of entries) check.add({ ...entry, subjectKind });
  return check.faults;
}

describe('a chain of entries', () => {
  it('hangs together, through Avro and back', () => {
    fc.assert(
      fc.property(acts, (all) => {
        const entries = entriesOf(all);
        const read = entries.map(
          (entry) => typeOf(TOPICS.audit).fromBuffer(encodeBody(TOPICS.audit, entry)) as AuditEntry,
        );
        expect(faultsOf(read)).toEqual([]);
        expect(read.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
      }),
    );
  });

  it('shows every entry that was altered, even where its own hash was made anew', () => {
    fc.assert(
      fc.property(acts, fc.nat(), fc.boolean(), (all, at, isRehashed) => {
        const entries = entriesOf([...all, all[0]!]);
        const i = at % all.length;
        const altered = { ...entries[i]!, who: `${entries[i]!.who}x` };
        entries[i] = isRehashed ? { ...altered, hash: hashOfEntry(altered) } : altered;
        const fault = isRehashed ? { seq: i + 2, fault: 'unlinked' } : { seq: i + 1, fault: 'altered' };
        expect(faultsOf(entries)).toEqual([{ chain: entries[0]!.chain, ...fault }]);
      }),
    );
  });

  it('shows an entry that was taken away, and one that was put beside another', () => {
    const entries = entriesOf(fc.sample(act, { numRuns: 5, seed: 1 }));
    const { chain } = entries[0]!;
    expect(faultsOf(entries.filter(({ seq }) => seq !== 3))).toEqual([{ chain, seq: 3, fault: 'missing' }]);
    expect(faultsOf(entries.slice(1))).toEqual([{ chain, seq: 1, fault: 'missing' }]);
    const forged = { ...entries[2]!, who: 'somebody else' };
    const both = [...entries.slice(0, 3), { ...forged, hash: hashOfEntry(forged) }, ...entries.slice(3)];
    expect(faultsOf(both)).toEqual([
      { chain, seq: 3, fault: 'doubled' },
      { chain, seq: 4, fault: 'unlinked' },
    ]);
  });

  it('keeps an entry small, whatever the ids of others are like', () => {
    const [entry] = entriesOf([
      {
        what: 'conversations.listed',
        outcome: 'done',
        who: 'x'.repeat(10_000),
        role: 'admin',
        subjects: { kind: 'conversation', ids: Array(2_000).fill('y'.repeat(10_000)) },
      },
    ]);
    expect(encodeBody(TOPICS.audit, entry!).length).toBeLessThan(300_000);
  });
});
