import type { Aggregate, Condition, Figure, Term, TextColumn } from '../definition/language.ts';

/**
 * A figure as SQL over the rows it is made of. Sees the columns that the definition names, `conversation_id`, `stream` and
 * `opened_at` where conversations are told apart, of depths `t` and `depth`, and `{now:Int64}` (UTC ms). All words and numbers in it come
 * from the catalogue, none from a request.
 */
export function figureSql(figure: Figure, aggregate: (one: Aggregate) => string = aggregateSql): string {
  const sql = (one: Figure) => figureSql(one, aggregate);
  switch (figure.kind) {
    case 'share':
    case 'ratio':
      return `${sql(figure.part)} / nullIf(${sql(figure.whole)}, 0)`;
    case 'plus':
      return `(${sql(figure.left)} + ${sql(figure.right)})`;
    case 'minus':
      return `(${sql(figure.left)} - ${sql(figure.right)})`;
    case 'times':
      return `${figure.factor} * ${sql(figure.of)}`;
    case 'at_least':
      return `greatest(${figure.bound}, ${sql(figure.of)})`;
    case 'from':
      return `if(${sql(figure.n)} >= ${figure.least}, ${sql(figure.of)}, NULL)`;
    default:
      return aggregate(figure);
  }
}

function aggregateSql(aggregate: Aggregate): string {
  const where = conditionSql(aggregate.where);
  switch (aggregate.kind) {
    case 'count':
      return aggregate.where.kind === 'every' ? 'count()' : `countIf(${where})`;
    case 'distinct':
      return `uniqExactIf(conversation_id, stream, toDate(opened_at), ${where})`;
    case 'sum':
      return sumSql(aggregate.of, where);
    case 'mean':
      return meanSql(aggregate.of, where);
    case 'min':
      return `minOrNullIf(${termSql(aggregate.of)}, ${where})`;
    case 'max':
      return `maxOrNullIf(${termSql(aggregate.of)}, ${where})`;
    case 'quantile':
      return quantileSql(aggregate.level, termSql(aggregate.of), where);
    case 'depth':
      return DEPTH_SQL[aggregate.value];
  }
}

/** The condition on spells is met by the rows already; of several equal peaks the first counts. */
const DEPTH_SQL = {
  last: 'argMax(depth, t)',
  peak: 'max(depth)',
  peak_at: 'argMax(t, (depth, -t))',
} as const;

/**
 * Squares of whole numbers outgrow those that are exact as fractions, and of scores they have many digits: their sum would
 * depend on the order. So the ones are added up as wide whole numbers, and of the others each is taken as often as it is
 * there, in the order of their size.
 */
function sumSql(of: Term, where: string): string {
  if (typeof of === 'object' && of.operator === '/') return quotientsSql(of, where);
  if (typeof of !== 'object' || of.operator !== '*') return `sumIf(${termSql(of)}, ${where})`;
  if (termSql(of.left) !== termSql(of.right)) return `sumIf(${termSql(of)}, ${where})`;
  if (isWholeTerm(of.left)) return `sumIf(toInt128(${termSql(of.left)}) * ${termSql(of.right)}, ${where})`;
  const times = `sumMapIf([${termSql(of)}], [toUInt64(1)], ${where})`;
  return `arraySum((product, times) -> product * times, ${times}.1, ${times}.2)`;
}

/** Whether a term gives whole numbers only, of which the sums do not outgrow whole numbers either. */
export function isWholeTerm(term: Term): boolean {
  if (typeof term === 'number') return Number.isInteger(term);
  if (typeof term !== 'object') return term !== 'score' && term !== 'now';
  if (term.operator === '*') return isSmall(term.left) && isSmall(term.right);
  return ['+', '-', 'least'].includes(term.operator) && isWholeTerm(term.left) && isWholeTerm(term.right);
}

/** A piece of an hour of an agent, and how many slots: of these products, sums do not outgrow whole numbers. */
function isSmall(term: Term): boolean {
  if (typeof term === 'object') return term.operator === 'least' && isSmall(term.left) && isSmall(term.right);
  return term === 'ms' || term === 'slots' || term === 'slots_busy';
}

/**
 * A sum of quotients would depend on the order in which they are added up. So the dividends are added up for each
 * divisor (scores for each scale), which is exact, and the few quotients in the order of the divisors.
 */
function meanSql(of: Term, where: string): string {
  if (typeof of !== 'object' || of.operator !== '/') return `avgOrNullIf(${termSql(of)}, ${where})`;
  return `${quotientsSql(of, where)} / nullIf(countIf(${where}), 0)`;
}

function quotientsSql({ left, right }: Extract<Term, object>, where: string): string {
  const sums = `sumMapIf([${termSql(right)}], [toFloat64(${termSql(left)})], ${where})`;
  return `arraySum((divisor, dividends) -> dividends / divisor, ${sums}.1, ${sums}.2)`;
}

function quantileSql(level: number, of: string, where: string): string {
  if (level === 0.5) return `quantileExactInclusiveOrNullIf(0.5)(${of}, ${where})`;
  // ClickHouse takes the value at floor(level * n); a hair less makes that the nearest rank, ceil(level * n) - 1.
  return `quantileExactOrNullIf(${level - 1e-12})(${of}, ${where})`;
}

/**
 * A condition as SQL over the same columns.
 *
 * @param text SQL of a column that holds words
 */
export function conditionSql(condition: Condition, text: (column: TextColumn) => string = String): string {
  const sql = (one: Condition) => conditionSql(one, text);
  switch (condition.kind) {
    case 'every':
      return '1';
    case 'is': {
      const column = text(condition.column);
      const [first, ...others] = condition.values.map(literal);
      return others.length === 0 ? `${column} = ${first}` : `${column} IN (${[first, ...others].join(', ')})`;
    }
    case 'same':
      return condition.columns.map(text).join(' = ');
    case 'compare':
      return `${termSql(condition.left)} ${condition.comparison} ${termSql(condition.right)}`;
    case 'not':
      return `NOT (${sql(condition.of)})`;
    case 'all':
      return `(${condition.of.map(sql).join(' AND ')})`;
    case 'any':
      return `(${condition.of.map(sql).join(' OR ')})`;
  }
}

/** A term as SQL: a number; times as UTC ms. */
export function termSql(term: Term): string {
  if (typeof term === 'number') return String(term);
  if (term === 'now') return '{now:Int64}';
  if (term === 'at') return 'toUnixTimestamp64Milli(at)';
  if (typeof term === 'string') return term;
  const left = termSql(term.left);
  const right = termSql(term.right);
  if (term.operator === 'least') return `least(${left}, ${right})`;
  // The square of a week in ms does not fit into 64 bits; products of whole numbers are exact up to 2^53 either way.
  return term.operator === '*' ? `toFloat64(${left}) * ${right}` : `(${left} ${term.operator} ${right})`;
}

function literal(word: string): string {
  return `'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
