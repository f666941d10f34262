import type { Query } from '../../lib/clickhouse/client.ts';
import { not } from '../../metrics/definition/language.ts';
import { conditionSql } from '../../metrics/evaluate/sql.ts';
import { SECRET, surveyTable, type Told } from '../../metrics/rows/surveys.ts';
import { CUT_COLUMNS, CUTS } from '../cuts.ts';
import type { Filling } from '../filling.ts';
import { listOf, masked, maskedNames } from '../masks.ts';
import { hourSql, within } from '../rows.ts';
import { VERSION } from '../version.ts';

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

/** That the hours are rolled up, each with how many surveys it has. */
export const SURVEYS_DONE: Query['sql'] = `INSERT INTO rollup_hours (source, hour, version, facts)
SELECT {name:String}, hour, any(version), sum(facts)
FROM (
  SELECT toDateTime(arrayJoin({hours:Array(UInt32)}), 'UTC') AS hour, ${VERSION} AS version, toUInt64(0) AS facts
  UNION ALL
  SELECT ${hourSql('ended_at')} AS hour, ${VERSION} AS version, count() AS facts
  FROM facts FINAL WHERE ${OF_HOURS.join(' AND ')} GROUP BY hour
)
GROUP BY hour`;
