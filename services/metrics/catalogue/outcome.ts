import type { FactMetric, Metric } from './metric.ts';
import { ratio } from './sql.ts';

/** Outcome and quality: METRICS.md section 6. */

type Short = Omit<FactMetric, 'kind' | 'anchor' | 'direction'> &
  Partial<Pick<FactMetric, 'anchor' | 'direction'>>;

const metric = (short: Short): FactMetric => ({
  kind: 'facts',
  anchor: 'end',
  direction: 'neutral',
  ...short,
});

const conversationsIf = (condition: string) => `uniqExactIf(conversation_id, ${condition})`;
const SOLVED = "fact IN ('first_resolution', 'total_resolution') AND state IN ('solved', 'closed')";

/** The top two boxes of five; the better one of two. */
const SATISFIED = 'score >= if(scale = 2, 2, scale - 1)';
const answered = (kind: string) => `fact = 'rating' AND label = '${kind}'`;
const sent = (kind: string) => `fact = 'survey_sent' AND label = '${kind}'`;

const SURVEYS = [
  ['csat', 'CSAT'],
  ['nps', 'NPS'],
  ['ces', 'CES'],
] as const;

const BOT_ENDED = "state != 'open'";
const botConversations = conversationsIf(BOT_ENDED);

export const OUTCOME_METRICS: readonly Metric[] = [
  metric({
    id: 'created',
    title: 'Created',
    unit: 'count',
    definition: 'Conversations that were created',
    anchor: 'start',
    facts: ['conversation'],
    value: 'count()',
  }),
  metric({
    id: 'solved',
    title: 'Solved',
    unit: 'count',
    definition: 'Distinct conversations that were solved',
    direction: 'higher',
    facts: ['first_resolution', 'total_resolution'],
    value: conversationsIf(SOLVED),
    behind: SOLVED,
  }),
  metric({
    id: 'csat',
    title: 'Customer satisfaction (CSAT)',
    unit: 'ratio',
    definition: 'Answers in the top two boxes of five / answers; of a two-valued survey good / (good + bad)',
    direction: 'higher',
    facts: ['rating'],
    value: ratio(`countIf(${answered('csat')} AND ${SATISFIED})`, `countIf(${answered('csat')})`),
    behind: answered('csat'),
  }),
  metric({
    id: 'nps',
    title: 'Net promoter score (NPS)',
    unit: 'score',
    definition: 'Share of answers 9 and 10 minus share of answers 0 to 6, from -100 to 100',
    direction: 'higher',
    facts: ['rating'],
    value: ratio(
      `100 * (countIf(${answered('nps')} AND score >= 9)::Int64 - countIf(${answered('nps')} AND score <= 6)::Int64)`,
      `countIf(${answered('nps')})`,
    ),
    behind: answered('nps'),
  }),
  metric({
    id: 'ces',
    title: 'Customer effort score (CES)',
    unit: 'score',
    definition: 'Mean of answers from 1 to 7',
    direction: 'higher',
    facts: ['rating'],
    value: `avgOrNullIf(score, ${answered('ces')})`,
    behind: answered('ces'),
  }),
  ...SURVEYS.flatMap(([kind, name]) => [
    metric({
      id: `${kind}_responses`,
      title: `${name} answers`,
      unit: 'count',
      definition: `Answers to ${name} surveys`,
      direction: 'higher',
      facts: ['rating'],
      value: `countIf(${answered(kind)})`,
      behind: answered(kind),
    }),
    metric({
      id: `${kind}_response_rate`,
      title: `${name} response rate`,
      unit: 'ratio',
      definition: `${name} surveys answered in the period / sent in the period`,
      direction: 'higher',
      facts: ['rating', 'survey_sent'],
      value: ratio(`countIf(${answered(kind)})`, `countIf(${sent(kind)})`),
      behind: `(${answered(kind)}) OR (${sent(kind)})`,
    }),
  ]),
  metric({
    id: 'quality_score',
    title: 'Quality review score',
    unit: 'ratio',
    definition: 'Mean of quality reviews, as a share of the best possible score',
    direction: 'higher',
    facts: ['rating'],
    value: `avgOrNullIf(score / scale, ${answered('quality_review')})`,
    behind: answered('quality_review'),
  }),
  metric({
    id: 'peer_score',
    title: 'Peer review score',
    unit: 'ratio',
    definition: 'Mean of reviews by colleagues, as a share of the best possible score',
    direction: 'higher',
    facts: ['rating'],
    value: `avgOrNullIf(score / scale, ${answered('peer_review')})`,
    behind: answered('peer_review'),
  }),
  {
    kind: 'fcr',
    id: 'fcr',
    title: 'First contact resolution (FCR)',
    unit: 'ratio',
    definition:
      'Solved, not reopened, and no new conversation of the same customer in the same queue within 7 days / solved; ' +
      'provisional until the 7 days have passed',
    anchor: 'end',
    direction: 'higher',
    value: 'rate',
  },
  {
    kind: 'fcr',
    id: 'fcr_pending',
    title: 'First contact resolution, still open',
    unit: 'count',
    definition: 'Solved conversations whose 7 days have not passed: for these, FCR is provisional',
    anchor: 'end',
    direction: 'neutral',
    value: 'pending',
  },
  metric({
    id: 'one_touch_rate',
    title: 'One-touch resolution',
    unit: 'ratio',
    definition: 'Solved with exactly one public agent message / solved',
    direction: 'higher',
    facts: ['total_resolution'],
    value: ratio(
      "countIf(state IN ('solved', 'closed') AND scale = 1)",
      "countIf(state IN ('solved', 'closed'))",
    ),
    behind: "state IN ('solved', 'closed')",
  }),
  metric({
    id: 'reopened',
    title: 'Reopened',
    unit: 'count',
    definition: 'Distinct conversations that were reopened after a solution',
    direction: 'lower',
    facts: ['reopen'],
    value: conversationsIf("fact = 'reopen'"),
  }),
  metric({
    id: 'reopen_rate',
    title: 'Reopen rate',
    unit: 'ratio',
    definition: 'Distinct conversations reopened / distinct conversations solved',
    direction: 'lower',
    facts: ['reopen', 'first_resolution', 'total_resolution'],
    value: ratio(conversationsIf("fact = 'reopen'"), conversationsIf(SOLVED)),
    behind: "fact = 'reopen'",
  }),
  ...(
    [
      ['transfer', 'Transfer', 'transferred'],
      ['escalation', 'Escalation', 'escalated'],
    ] as const
  ).map(([fact, name, done]) =>
    metric({
      id: `${fact}_rate`,
      title: `${name} rate`,
      unit: 'ratio',
      definition: `Distinct conversations ${done} / distinct conversations handled (answered, assigned or replied to)`,
      direction: 'lower',
      facts: [fact, 'handle_spell', 'assignment', 'first_response'],
      value: ratio(
        conversationsIf(`fact = '${fact}'`),
        conversationsIf(`fact != '${fact}' AND state != 'open'`),
      ),
      behind: `fact = '${fact}'`,
    }),
  ),
  metric({
    id: 'bot_conversations',
    title: 'Bot conversations',
    unit: 'count',
    definition: 'Distinct conversations whose bot session has ended',
    facts: ['bot_session'],
    value: botConversations,
    behind: BOT_ENDED,
  }),
  metric({
    id: 'bot_containment',
    title: 'Bot containment',
    unit: 'ratio',
    definition: 'Ended with no human asked for nor joined / bot conversations',
    direction: 'higher',
    facts: ['bot_session'],
    value: ratio(`(${botConversations} - ${conversationsIf("state = 'transferred'")})`, botConversations),
    behind: BOT_ENDED,
  }),
  metric({
    id: 'bot_deflection',
    title: 'Bot deflection',
    unit: 'ratio',
    definition: 'As containment, less those that the customer abandoned / bot conversations',
    direction: 'higher',
    facts: ['bot_session'],
    value: ratio(
      `(${botConversations} - ${conversationsIf("state IN ('transferred', 'abandoned')")})`,
      botConversations,
    ),
    behind: BOT_ENDED,
  }),
  metric({
    id: 'bot_resolution',
    title: 'Bot resolution',
    unit: 'ratio',
    definition: 'Confirmed solved by the customer / bot conversations',
    direction: 'higher',
    facts: ['bot_session'],
    value: ratio(conversationsIf("state = 'solved'"), botConversations),
    behind: BOT_ENDED,
  }),
  {
    kind: 'depth',
    id: 'backlog',
    title: 'Backlog',
    unit: 'count',
    definition: 'Conversations that are not solved at the end of the bucket, or now where it has not ended',
    anchor: 'instant',
    direction: 'lower',
    dimensions: ['queue', 'channel', 'team', 'agent', 'priority', 'customer_tier', 'policy', 'status'],
    fact: 'status_spell',
    where: "label != 'solved'",
    value: 'last',
  },
];
