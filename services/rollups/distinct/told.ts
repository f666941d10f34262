import { FAMILIES } from '../../domain/measure/earlier.ts';
import type { FactName } from '../../domain/measure/fact.ts';
import { type Aggregate, any, type Condition, count, is } from '../../metrics/definition/language.ts';
import type { Part } from '../../metrics/evaluate/parts.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';

/** Distinct conversations that have a fact for which a condition holds. */
export type Distinct = Extract<Aggregate, { kind: 'distinct' }>;
export type DistinctPart = Part & { aggregate: Distinct };

export function isDistinct(part: Part): part is DistinctPart {
  return part.aggregate.kind === 'distinct';
}

/** Kinds that are a moment: their begin is their end, by which facts say when others were. */
const MOMENTS: readonly FactName[] = ['reopen', 'transfer', 'escalation', 'tag', 'said'];

/** Whether facts say enough of those before them to count these conversations. */
export function isTold(
  { where }: Distinct,
  { facts, anchor }: { facts: readonly FactName[]; anchor: 'start' | 'end' },
): boolean {
  const kinds = facts.filter((fact) => holdsFor(where, fact) !== false);
  return (
    isOfWords(where) &&
    (anchor === 'end' || kinds.every((kind) => MOMENTS.includes(kind))) &&
    FAMILIES.some((family) => kinds.every((kind) => family.includes(kind)))
  );
}

/**
 * How many facts count and say nothing of those before them: stored by an earlier version, or one of too many. Where
 * there is one, only all facts together tell conversations apart.
 */
export function untoldOf(parts: readonly Part[]): Part | null {
  const distinct = parts.filter(isDistinct).map(({ aggregate }) => aggregate.where);
  if (distinct.length === 0) return null;
  return { aggregate: count({ kind: 'all', of: [is('earlier', ''), any(...distinct)] }), merge: 'sum' };
}

/** SQL of the facts before one, an array of named tuples: how long ago, ms, and what differs; null is what does not. */
const EARLIER = `JSONExtract(earlier, 'Array(Tuple(ago Int64, ${[
  ...['fact', 'state', 'label'],
  ...['queue', 'team', 'agent', 'priority', 'customer_tier', 'policy'],
]
  .map((column) => `${column} Nullable(String)`)
  .join(', ')}))')`;

/** SQL of those of the facts before one that count as well. */
export function countingSql({ where }: Distinct): string {
  return `arrayFilter(was -> ${countsSql(where)}, ${EARLIER})`;
}

/** SQL of how many facts count and are the first of their conversation that do (Int64). */
export function firstsSql({ where }: Distinct): string {
  return `toInt64(countIf(${conditionSql(where)} AND earlier != '' AND NOT ${someEarlierSql(where)}))`;
}

/**
 * SQL of whether a fact before one counts as well.
 *
 * @param more SQL of what else must be so of `was`
 */
export function someEarlierSql(where: Condition, more: readonly string[] = []): string {
  return `(earlier != '[]' AND arrayExists(was -> ${[countsSql(where), ...more].join(' AND ')}, ${EARLIER}))`;
}

const countsSql = (where: Condition) => conditionSql(where, (column) => `ifNull(was.${column}, ${column})`);

/** Whether a condition holds for facts of a kind; null: for some of them. */
function holdsFor(condition: Condition, fact: FactName): boolean | null {
  switch (condition.kind) {
    case 'every':
      return true;
    case 'is':
      return condition.column === 'fact' ? condition.values.includes(fact) : null;
    case 'not': {
      const held = holdsFor(condition.of, fact);
      return held === null ? null : !held;
    }
    case 'all':
      return together(condition.of, fact, false);
    case 'any':
      return together(condition.of, fact, true);
    default:
      return null;
  }
}

/** @param decisive what one is enough of */
function together(of: readonly Condition[], fact: FactName, decisive: boolean): boolean | null {
  const held = of.map((one) => holdsFor(one, fact));
  if (held.includes(decisive)) return decisive;
  return held.includes(null) ? null : !decisive;
}

/** Whether a condition asks for nothing but what facts say of others. */
function isOfWords(condition: Condition): boolean {
  switch (condition.kind) {
    case 'every':
      return true;
    case 'is':
      return ['fact', 'state', 'label'].includes(condition.column);
    case 'not':
      return isOfWords(condition.of);
    case 'all':
    case 'any':
      return condition.of.every(isOfWords);
    default:
      return false;
  }
}
