import { tellEarlier } from '../../services/domain/measure/earlier.ts';
import { type Fact, factOf } from '../../services/domain/measure/fact.ts';
import { getOrInsert } from '../../services/lib/get-or-insert.ts';
import { type FactVersion, keyOf, newest } from './arbitrary.ts';

/**
 * What ingest would write so that versions of facts come to those that are there: they themselves, each saying what its
 * conversation had before it, and again those that say something else now.
 *
 * @param there what was written before, in order
 */
export function told(versions: readonly FactVersion[], there: readonly FactVersion[] = []): FactVersion[] {
  const before = new Map(newest(there).map((one) => [keyOf(one), one]));
  const after = newest([...there, ...versions]);
  const said = earlierOf(after);
  const isNew = new Set(versions.map(keyOf));
  const again = after.filter((one) => {
    const key = keyOf(one);
    return !isNew.has(key) && before.get(key)!.earlier !== said.get(key);
  });
  // Also of versions that do not count: whatever stands in the table at last says what is so at last.
  return [...versions, ...again].map((one) => ({ ...one, earlier: said.get(keyOf(one)) ?? '' }));
}

function earlierOf(standing: readonly FactVersion[]): Map<string, string> {
  const conversations = new Map<string, { facts: Fact[]; keys: Map<Fact, string> }>();
  for (const row of standing) {
    const conversation = JSON.stringify([
      row.stream,
      row.conversation_id,
      Math.floor(row.opened_at / DAY_MS),
    ]);
    const known = getOrInsert(conversations, conversation, () => ({ facts: [], keys: new Map() }));
    const fact = factFrom(row);
    known.facts.push(fact);
    known.keys.set(fact, keyOf(row));
  }
  const said = new Map<string, string>();
  for (const { facts, keys } of conversations.values()) {
    tellEarlier(facts);
    for (const [fact, key] of keys) said.set(key, fact.earlier);
  }
  return said;
}

const DAY_MS = 86_400_000;

function factFrom(row: FactVersion): Fact {
  const { queue, team, agent, priority, customer_tier: customerTier, policy } = row;
  const fact = factOf(row.fact as Fact['fact'], row.at, row.seq, {
    ...{ queue, team, agent, priority, customerTier, policy },
  });
  fact.endedAt = row.ended_at === 0 ? null : row.ended_at;
  fact.state = row.state as Fact['state'];
  fact.label = row.label;
  return fact;
}
