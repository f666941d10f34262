import type { FactName } from '../../domain/measure/fact.ts';
import { all, any, is, not } from '../definition/language.ts';
import { conditionSql } from '../evaluate/sql.ts';

/** Facts that come on a stream of their own and belong to whoever the conversation belonged to. */
export const OF_SURVEYS = ['rating', 'survey_sent'] as const satisfies FactName[];

/** Surveys that are of the agent whom they name, whosever the conversation was. */
export const REVIEWS = is('label', 'peer_review', 'quality_review', 'quality_item');

/**
 * Facts of peer reviews. They are in no row of any figure: even a row without a value would tell when somebody was
 * reviewed. Feedback (`evaluation/feedback`) reads them, and nothing else does.
 */
export const SECRET = all(is('fact', ...OF_SURVEYS), is('label', 'peer_review'));

/** What a survey takes from its conversation; `agent` and `team` are looked at together. */
const FROM_CONVERSATION = ['queue', 'channel', 'priority', 'customer_tier', 'policy'] as const;

const OWN_COLUMNS = [
  ...[
    'fact',
    'at',
    'conversation_id',
    'stream',
    'seq',
    'ended_at',
    'state',
    'label',
    'value_ms',
    'business_ms',
  ],
  ...['target_ms', 'hold_ms', 'wrap_ms', 'bot_ms', 'bot_business_ms', 'score', 'scale', 'customer_id'],
];

export function haveSurveys(facts: readonly FactName[]): boolean {
  return facts.some(isOfSurveys);
}

const isOfSurveys = (fact: FactName) => (OF_SURVEYS as readonly FactName[]).includes(fact);

export function areOfSurveys(facts: readonly FactName[]): boolean {
  return facts.every(isOfSurveys);
}

/** Facts that tell whose a conversation is, in the order in which one holds before another of the same instant. */
export const TELLING = [
  'conversation',
  'first_resolution',
  'status_spell',
  'total_resolution',
] as const satisfies FactName[];

/** Of the spells in a status only those that are solutions tell anything. */
export const TELLS = any(not(is('fact', 'status_spell')), is('label', 'solved'));

/** Where what is told of conversations is read: among all facts, or in a table by conversation (`rollups/surveys`). */
export type Told = 'facts' | 'tellings';

const TOLD: Record<Told, string> = {
  facts: `facts FINAL
    WHERE (fact IN ('conversation', 'first_resolution', 'total_resolution') OR (fact = 'status_spell' AND label = 'solved'))
      AND`,
  tellings: `tellings FINAL
    WHERE`,
};

/**
 * The order of these facts as one number: instant, fact, stream, number. As a tuple with words in it, it would take the
 * engine more than twice as long to find the newest one.
 */
const ORDER = `bitShiftLeft(toUInt128(toUnixTimestamp64Milli(at)), 64)
          + bitShiftLeft(toUInt64(2 * indexOf([${TELLING.map((fact) => `'${fact}'`).join(', ')}], fact) + (stream = 'tickets')), 32) + seq`;

/**
 * SQL of survey facts with the dimensions of their conversations as these were when last solved before, else as they
 * are. The streams are tracked apart and come in any order, so the two meet where they are asked for. What the
 * conversation does not know, and the whole where there is none, is as the survey itself says. A review that names an
 * agent is of that agent.
 *
 * The id alone says which conversation is meant: whoever sends a survey need not know when that was opened.
 *
 * @param conditions which survey facts; on their own columns, not on the dimensions
 * @param wider conditions that find their conversations, and maybe some more, without FINAL
 */
export function surveyTable(
  conditions: readonly string[],
  told: Told = 'facts',
  wider: readonly string[] = conditions,
): string {
  const isOwnAgent = `(their_agent = '' OR (own_agent != '' AND ${conditionSql(REVIEWS)}))`;
  const columns = [...FROM_CONVERSATION, 'agent', 'team'];
  return `(
  SELECT ${OWN_COLUMNS.join(', ')},
    ${FROM_CONVERSATION.map((column) => `if(their_${column} = '', own_${column}, their_${column}) AS ${column}`).join(', ')},
    if(${isOwnAgent}, own_agent, their_agent) AS agent,
    if((${isOwnAgent} AND own_team != '') OR their_team = '', own_team, their_team) AS team
  FROM (
    SELECT ${OWN_COLUMNS.join(', ')}, toUnixTimestamp64Milli(at) AS told_at,
      ${columns.map((column) => `${column} AS own_${column}`).join(', ')}
    FROM facts FINAL
    WHERE ${conditions.join(' AND ')}
  ) AS surveys
  ASOF LEFT JOIN (
    SELECT conversation_id, since, ${columns.map((column) => `argMax(${column}, place) AS their_${column}`).join(', ')}
    FROM (
      SELECT conversation_id, ${columns.join(', ')}, ${ORDER} AS place,
        -- As it is comes before all solutions; of one on two streams, the ticket first.
        multiIf(fact = 'conversation', toInt64(stream = 'chats'), fact = 'status_spell', toUnixTimestamp64Milli(at),
          toUnixTimestamp64Milli(ended_at)) AS since
      FROM ${TOLD[told]} conversation_id IN (SELECT conversation_id FROM facts WHERE ${wider.join(' AND ')})
    )
    GROUP BY conversation_id, since
  ) AS conversations ON surveys.conversation_id = conversations.conversation_id AND surveys.told_at >= conversations.since
)`;
}
