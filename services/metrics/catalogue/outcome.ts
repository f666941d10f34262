import { SHOWN_FROM } from '../../domain/feedback/blocks.ts';
import {
  all,
  any,
  compare,
  count,
  depth,
  distinct,
  from,
  is,
  mean,
  minus,
  not,
  ratio,
  share,
  term,
  times,
} from '../definition/language.ts';
import type { Metric } from '../definition/metric.ts';
import { FIRST_CONTACT_WINDOW_MS } from '../definition/windows.ts';

/** Outcome and quality: METRICS.md section 6. */

type Short = Omit<Metric, 'kind' | 'anchor' | 'direction'> &
  Partial<Pick<Metric, 'kind' | 'anchor' | 'direction'>>;

const metric = (short: Short): Metric => ({ kind: 'facts', anchor: 'end', direction: 'neutral', ...short });

const IS_SOLVED = is('state', 'solved', 'closed');
const SOLVED = all(is('fact', 'first_resolution', 'total_resolution'), IS_SOLVED);
const REOPENED = is('fact', 'reopen');

/** The top two boxes of five and more; of fewer the best one. */
const SATISFIED = any(
  compare('score', '>=', 'scale'),
  all(compare('scale', '>=', 5), compare('score', '>=', term('scale', '-', 1))),
);
const answered = (kind: string) => all(is('fact', 'rating'), is('label', kind));
/** Of a quality review the items are facts of their own, with another label. */
const reviewMean = (kind: string) => mean(term('score', '/', 'scale'), answered(kind));
const sent = (kind: string) => all(is('fact', 'survey_sent'), is('label', kind));

const SURVEYS = [
  ['csat', 'CSAT'],
  ['nps', 'NPS'],
  ['ces', 'CES'],
] as const;

const BOT_ENDED = not(is('state', 'open'));
const botConversations = distinct(BOT_ENDED);

const CAME_BACK = compare('came_back', '=', 1);
const OPENED_AGAIN = compare('reopened', '=', 1);

const ofFirstSolutions = (short: Omit<Short, 'facts'>): Metric =>
  metric({ kind: 'fcr', facts: ['first_resolution'], behind: is('state', 'solved'), ...short });

export const OUTCOME_METRICS: readonly Metric[] = [
  metric({
    id: 'created',
    title: 'Created',
    unit: 'count',
    definition: 'Conversations that were created',
    anchor: 'start',
    facts: ['conversation'],
    figure: count(),
  }),
  metric({
    id: 'solved',
    title: 'Solved',
    unit: 'count',
    definition: 'Distinct conversations that were solved',
    direction: 'higher',
    facts: ['first_resolution', 'total_resolution'],
    figure: distinct(SOLVED),
  }),
  metric({
    id: 'csat',
    title: 'Customer satisfaction (CSAT)',
    unit: 'ratio',
    definition:
      'Answers in the top two boxes / answers, for scales of five boxes and more; of three or four boxes the best one; ' +
      'of a two-valued survey good / (good + bad)',
    direction: 'higher',
    facts: ['rating'],
    figure: share(count(all(answered('csat'), SATISFIED)), count(answered('csat'))),
  }),
  metric({
    id: 'nps',
    title: 'Net promoter score (NPS)',
    unit: 'score',
    definition: 'Share of answers 9 and 10 minus share of answers 0 to 6, from -100 to 100',
    direction: 'higher',
    facts: ['rating'],
    figure: ratio(
      times(
        100,
        minus(
          count(all(answered('nps'), compare('score', '>=', 9))),
          count(all(answered('nps'), compare('score', '<=', 6))),
        ),
      ),
      count(answered('nps')),
    ),
  }),
  metric({
    id: 'ces',
    title: 'Customer effort score (CES)',
    unit: 'score',
    definition: 'Mean of answers from 1 to 7',
    direction: 'higher',
    facts: ['rating'],
    figure: mean('score', answered('ces')),
  }),
  ...SURVEYS.flatMap(([kind, name]) => [
    metric({
      id: `${kind}_responses`,
      title: `${name} answers`,
      unit: 'count',
      definition: `Answers to ${name} surveys`,
      direction: 'higher',
      facts: ['rating'],
      figure: count(answered(kind)),
    }),
    metric({
      id: `${kind}_response_rate`,
      title: `${name} response rate`,
      unit: 'ratio',
      definition: `${name} surveys answered in the period / sent in the period`,
      direction: 'higher',
      facts: ['rating', 'survey_sent'],
      figure: ratio(count(answered(kind)), count(sent(kind))),
      behind: any(answered(kind), sent(kind)),
    }),
  ]),
  metric({
    id: 'quality_score',
    title: 'Quality review score',
    unit: 'ratio',
    definition: 'Mean of quality reviews, as a share of the best possible score; from three reviews up',
    direction: 'higher',
    facts: ['rating'],
    figure: from(SHOWN_FROM, count(answered('quality_review')), reviewMean('quality_review')),
  }),
  ofFirstSolutions({
    id: 'fcr',
    title: 'First contact resolution (FCR)',
    unit: 'ratio',
    definition:
      'Solved, and within 7 days neither reopened nor followed by a new conversation of the same customer in the same queue / solved; ' +
      'provisional until the 7 days have passed',
    direction: 'higher',
    figure: share(count(all(not(CAME_BACK), not(OPENED_AGAIN))), count()),
  }),
  ofFirstSolutions({
    id: 'fcr_pending',
    title: 'First contact resolution, still open',
    unit: 'count',
    definition: 'Solved conversations whose 7 days have not passed: for these, FCR is provisional',
    figure: count(compare(term('ended_ms', '+', FIRST_CONTACT_WINDOW_MS), '>', 'now')),
  }),
  metric({
    id: 'one_touch_rate',
    title: 'One-touch resolution',
    unit: 'ratio',
    definition: 'Solved with exactly one public agent message / solved',
    direction: 'higher',
    facts: ['total_resolution'],
    figure: share(count(all(IS_SOLVED, compare('scale', '=', 1))), count(IS_SOLVED)),
  }),
  metric({
    id: 'reopened',
    title: 'Reopened',
    unit: 'count',
    definition: 'Distinct conversations that were reopened after a solution',
    direction: 'lower',
    facts: ['reopen'],
    figure: distinct(REOPENED),
  }),
  metric({
    id: 'reopen_rate',
    title: 'Reopen rate',
    unit: 'ratio',
    definition: 'Distinct conversations reopened / distinct conversations solved',
    direction: 'lower',
    facts: ['reopen', 'first_resolution', 'total_resolution'],
    figure: ratio(distinct(REOPENED), distinct(SOLVED)),
    behind: REOPENED,
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
      figure: ratio(
        distinct(is('fact', fact)),
        distinct(all(not(is('fact', fact)), not(is('state', 'open')))),
      ),
      behind: is('fact', fact),
    }),
  ),
  metric({
    id: 'bot_conversations',
    title: 'Bot conversations',
    unit: 'count',
    definition: 'Distinct conversations whose bot session has ended',
    facts: ['bot_session'],
    figure: botConversations,
  }),
  metric({
    id: 'bot_containment',
    title: 'Bot containment',
    unit: 'ratio',
    definition: 'Ended with no human asked for nor joined / bot conversations',
    direction: 'higher',
    facts: ['bot_session'],
    figure: share(minus(botConversations, distinct(is('state', 'transferred'))), botConversations),
  }),
  metric({
    id: 'bot_deflection',
    title: 'Bot deflection',
    unit: 'ratio',
    definition: 'As containment, less those that the customer abandoned / bot conversations',
    direction: 'higher',
    facts: ['bot_session'],
    figure: share(
      minus(botConversations, distinct(is('state', 'transferred', 'abandoned'))),
      botConversations,
    ),
  }),
  metric({
    id: 'bot_resolution',
    title: 'Bot resolution',
    unit: 'ratio',
    definition: 'Confirmed solved by the customer / bot conversations',
    direction: 'higher',
    facts: ['bot_session'],
    figure: share(distinct(is('state', 'solved')), botConversations),
  }),
  metric({
    id: 'backlog',
    title: 'Backlog',
    unit: 'count',
    definition: 'Conversations that are not solved at the end of the bucket, or now where it has not ended',
    anchor: 'instant',
    direction: 'lower',
    dimensions: ['queue', 'channel', 'team', 'agent', 'priority', 'customer_tier', 'policy', 'status'],
    kind: 'depth',
    facts: ['status_spell'],
    figure: depth('last', not(is('label', 'solved'))),
  }),
];

/**
 * What those around an agent say of it. It is in no catalogue: filters and periods of one's own would tell who said what.
 * Feedback and the scorecards of whole quarters have it, made of blocks (`domain/feedback`); the formula is for people.
 */
export const PEER_SCORE: Metric = metric({
  id: 'peer_score',
  title: 'Peer review score',
  unit: 'ratio',
  definition:
    'Mean of peer reviews that are released, as a share of the best possible score; of whole quarters',
  direction: 'higher',
  dimensions: ['agent', 'team'],
  facts: ['rating'],
  figure: reviewMean('peer_review'),
});
