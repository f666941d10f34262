import type { Aggregate } from '../metrics/definition/language.ts';
import type { Part } from '../metrics/evaluate/parts.ts';
import { conditionSql, termSql } from '../metrics/evaluate/sql.ts';
import { firstsSql } from './distinct/told.ts';
import { samePart } from './kept.ts';
import type { Source } from './sources.ts';

/** What stands for "no value" in the columns of extremes: no duration in ms is near it. */
const NONE = { min: '9223372036854775807', max: '-9223372036854775808' } as const;

/** SQL of a part over facts, as it is kept: a whole number (Int64). */
export function keptSql({ aggregate }: Part): string {
  const where = conditionSql(aggregate.where);
  switch (aggregate.kind) {
    case 'count':
      return `toInt64(countIf(${where}))`;
    case 'distinct':
      return firstsSql(aggregate);
    case 'sum':
      return `toInt64(sumIf(${termSql(aggregate.of)}, ${where}))`;
    case 'min':
    case 'max':
      return `toInt64(ifNull(${aggregate.kind}OrNullIf(${termSql(aggregate.of)}, ${where}), toInt64(${NONE[aggregate.kind]})))`;
    default:
      throw new Error(`a ${aggregate.kind} cannot be kept`);
  }
}

/** SQL of what adds nothing to a part. */
export function nothingSql({ merge }: Part): string {
  return `toInt64(${merge === 'sum' ? 0 : NONE[merge]})`;
}

/** SQL of a part put together from what was kept of it. */
export function mergedSql(source: Source, part: Part): string {
  const column = columnOf(source, part);
  return part.merge === 'sum'
    ? `sum(${column})`
    : `nullIf(${part.merge}OrNull(${column}), toInt64(${NONE[part.merge]}))`;
}

/** The column of a part. */
export function columnOf({ name, parts }: Source, part: Part): string {
  const place = parts.findIndex((one) => samePart(one, part));
  if (place < 0) throw new Error(`${name} keeps no ${describe(part.aggregate)}`);
  return `p${place}`;
}

function describe(aggregate: Aggregate): string {
  return `${aggregate.kind} where ${conditionSql(aggregate.where)}`;
}
