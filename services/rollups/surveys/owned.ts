import type { Query } from '../../lib/clickhouse/client.ts';
import { not } from '../../metrics/definition/language.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { SECRET, surveyTable, type Told } from '../../metrics/rows/surveys.ts';
import { CUT_COLUMNS, CUTS } from '../cuts.ts';
import type { Filling } from '../filling.ts';
import { listOf, masked, maskedNames } from '../masks.ts';
import { hourSql, within } from '../rows.ts';

/** What is kept of an answer beside whose it is. */
const ANSWER = ['fact', 'score', 'scale'] as const;
const OWN = ANSWER.map((column) => `c_${column}`).join(', ');

/** Surveys of the hours, peer reviews left out: of them nothing is kept. */
const OF_HOURS = [within({ anchor: 'end' }), conditionSql(not(SECRET))];

/** What is kept of some hours. @param told where it is read whose the conversations were */
export function surveysOf(told: Told): Filling {
  const dimensions = CUT_COLUMNS.join(', ');
  return {
    table: 'rollup_surveys',
    name: '{name:String}',
    cuts: CUTS,
    dimensions: [...CUT_COLUMNS, ...ANSWER],
    kept: ['n'],
    cells: `SELECT hour, cut, ${masked(CUTS, CUT_COLUMNS)}, ${ANSWER.map((column) => `${column} AS c_${column}`).join(', ')},
  sum(times) AS k_n
FROM (
  SELECT ${hourSql('ended_at')} AS hour, ${dimensions}, ${ANSWER.join(', ')}, count() AS times
  FROM ${surveyTable(OF_HOURS, told)}
  GROUP BY hour, ${dimensions}, ${ANSWER.join(', ')}
)
ARRAY JOIN ${listOf(CUTS)} AS cut
GROUP BY hour, cut, ${maskedNames(CUT_COLUMNS)}, ${OWN}`,
    params: {},
  };
}

/** Before whose they are is read: what is told later finds the hour by it. */
export const SURVEYED: Query['sql'] = `INSERT INTO surveyed (conversation_id, hour)
SELECT DISTINCT conversation_id, ${hourSql('ended_at')} FROM facts WHERE ${OF_HOURS.join(' AND ')}`;

/** How many surveys each of the hours has: `hour`, `facts`. */
export const SURVEYS_COUNTED: Query['sql'] = `SELECT ${hourSql('ended_at')} AS hour, count() AS facts
FROM facts FINAL WHERE ${OF_HOURS.join(' AND ')} GROUP BY hour`;
