import type { Parameters, QueryCost } from '../../lib/clickhouse/client.ts';
import type { Aggregate, Condition, Figure } from '../definition/language.ts';
import { conditionSql } from '../evaluate/sql.ts';

/** Rows as SQL, and what reading them takes at the least: that of facts if not given. */
interface Rows {
  from: string;
  params: Parameters;
  takes?: Pick<QueryCost, 'bytesPerRow' | 'nsPerRow'>;
}

/** An exact percentile holds every value that it is of: 64 bits each. */
const VALUE_BYTES = 8;

/** Processor time of one core for a row of the simplest figure, ns. */
const FACT_NS = 2;
const OF_FACTS = { bytesPerRow: 0, nsPerRow: FACT_NS };

/**
 * What a statement takes at the least, for whoever refuses what cannot succeed: what its rows take, and for percentiles
 * the values themselves. What the engine may write to disk while it aggregates is not in it: sets of distinct
 * conversations, depths, and whatever is of many groups. `docs/decisions/refusal.md` has what was measured.
 *
 * @param isOneRow whether there is one bucket and one group
 */
export function costOf(
  { from, params, takes = OF_FACTS }: Rows,
  figures: readonly { figure: Figure }[],
  isOneRow: boolean,
): QueryCost {
  const quantiles = figures.flatMap(({ figure }) => quantilesOf(figure));
  // The engine computes once what is asked for twice.
  const wheres = [...new Map(quantiles.map((one) => [JSON.stringify(one), one.where])).values()];
  if (!isOneRow || wheres.length === 0) return takes;
  return {
    ...takes,
    bytesPerRow: takes.bytesPerRow + VALUE_BYTES * wheres.length,
    held: { sql: `SELECT (${wheres.map(heldSql).join(' + ')})::Float64 AS bytes\nFROM ${from}`, params },
  };
}

const heldSql = (where: Condition) => `${VALUE_BYTES} * countIf(${conditionSql(where)})`;

function quantilesOf(figure: Figure): Extract<Aggregate, { kind: 'quantile' }>[] {
  switch (figure.kind) {
    case 'share':
    case 'ratio':
      return [...quantilesOf(figure.part), ...quantilesOf(figure.whole)];
    case 'plus':
    case 'minus':
      return [...quantilesOf(figure.left), ...quantilesOf(figure.right)];
    case 'times':
    case 'at_least':
      return quantilesOf(figure.of);
    case 'from':
      return [...quantilesOf(figure.n), ...quantilesOf(figure.of)];
    case 'quantile':
      return [figure];
    default:
      return [];
  }
}
