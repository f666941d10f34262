import { COURTESIES } from '../../domain/words/said.ts';
import {
  all,
  any,
  type Condition,
  compare,
  count,
  distinct,
  is,
  mean,
  plus,
  ratio,
  share,
  term,
} from '../definition/language.ts';
import { CONVERSATION_DIMENSIONS, type Metric } from '../definition/metric.ts';

/** What is said in conversations, of messages whose texts were read: `docs/conversation-quality.md`. */

type Short = Omit<Metric, 'kind' | 'anchor'> & Partial<Pick<Metric, 'anchor'>>;

const metric = (short: Short): Metric => ({ kind: 'facts', anchor: 'start', ...short });

/** From here down a message is negative, hundredths. */
const NEGATIVE = -25;
/** An open question is unanswered after this, ms. */
const QUESTION_PATIENCE_MS = 86_400_000;

/** The labels of agents' messages with some courtesies, as `measure/sayings.ts` writes them. */
function labelsOfAgents(isWanted: (courtesies: readonly string[]) => boolean): Condition {
  let sets: string[][] = [[]];
  for (const one of COURTESIES) sets = sets.flatMap((set) => [set, [...set, one]]);
  return is('label', ...sets.filter(isWanted).map((set) => ['agent', ...set].join(' ')));
}

const SAID = is('fact', 'said');
const BY_CUSTOMER = all(SAID, is('label', 'customer'));
const BY_AGENT = all(
  SAID,
  labelsOfAgents(() => true),
);
const FELT = all(BY_CUSTOMER, compare('scale', '>', 0));
const IS_NEGATIVE = all(FELT, compare('score', '<=', NEGATIVE));
const SENTIMENT = term('score', '/', 'scale');

const polite = (isWanted: (courtesies: readonly string[]) => boolean) =>
  share(distinct(all(SAID, labelsOfAgents(isWanted))), distinct(BY_AGENT));

const ANSWERED = is('state', 'answered');
const UNANSWERED = any(
  is('state', 'ended'),
  all(is('state', 'open'), compare(term('now', '-', 'at'), '>', QUESTION_PATIENCE_MS)),
);
const REPEATED_BY_AGENT = all(is('fact', 'repetition'), is('label', 'agent'));

export const WORD_METRICS: readonly Metric[] = [
  metric({
    id: 'sentiment',
    title: 'Sentiment of customers',
    unit: 'score',
    definition: "Mean sentiment of customers' messages in a language that can be read, from -1 to 1",
    direction: 'higher',
    facts: ['said'],
    figure: mean(SENTIMENT, FELT),
  }),
  metric({
    id: 'sentiment_change',
    title: 'Change of sentiment',
    unit: 'score',
    definition:
      "Mean of the customer's last sentiment less the first, of ended conversations in which there are two; -2 to 2",
    anchor: 'end',
    direction: 'higher',
    facts: ['sentiment_change'],
    figure: mean(SENTIMENT),
  }),
  metric({
    id: 'negative_share',
    title: 'Negative messages',
    unit: 'ratio',
    definition: "Customers' messages with a sentiment of -0.25 and below / those with a sentiment",
    direction: 'lower',
    facts: ['said'],
    figure: share(count(IS_NEGATIVE), count(FELT)),
    behind: IS_NEGATIVE,
  }),
  metric({
    id: 'courtesy_rate',
    title: 'Courtesy',
    unit: 'ratio',
    definition:
      'Distinct conversations in which an agent greeted, thanked, apologised or took leave / those in which a message ' +
      'of an agent was read; the variants ask for one of these',
    direction: 'higher',
    facts: ['said'],
    figure: polite((courtesies) => courtesies.length > 0),
    variants: Object.fromEntries(
      COURTESIES.map((one) => [one, polite((courtesies) => courtesies.includes(one))]),
    ),
    behind: BY_AGENT,
  }),
  metric({
    id: 'questions',
    title: 'Questions of customers',
    unit: 'count',
    definition: "Customers' messages that ask something",
    direction: 'neutral',
    facts: ['question'],
    figure: count(),
  }),
  metric({
    id: 'unanswered_questions',
    title: 'Unanswered questions',
    unit: 'count',
    definition:
      "Customers' questions that no public message of an agent followed before the conversation was solved or closed, " +
      'or within 24 hours where it is neither',
    direction: 'lower',
    facts: ['question'],
    figure: count(UNANSWERED),
  }),
  metric({
    id: 'unanswered_rate',
    title: 'Questions left unanswered',
    unit: 'ratio',
    definition: 'Unanswered questions / (answered + unanswered)',
    direction: 'lower',
    facts: ['question'],
    figure: share(count(UNANSWERED), plus(count(ANSWERED), count(UNANSWERED))),
    behind: UNANSWERED,
  }),
  metric({
    id: 'long_silences',
    title: 'Long silences',
    unit: 'count',
    definition: "Times that it was an agent's turn in a live chat for more than 3 minutes; needs no texts",
    anchor: 'end',
    direction: 'lower',
    facts: ['silence'],
    figure: count(),
  }),
  metric({
    id: 'long_silence_mean',
    title: 'Long silences, mean',
    unit: 'ms',
    definition: 'Mean length of long silences',
    anchor: 'end',
    direction: 'lower',
    facts: ['silence'],
    figure: mean('value_ms'),
  }),
  metric({
    id: 'repeated_messages',
    title: 'Repeated messages of agents',
    unit: 'count',
    definition: 'Messages of agents whose text an agent had sent in the same conversation before',
    direction: 'lower',
    facts: ['repetition'],
    figure: count(REPEATED_BY_AGENT),
  }),
  metric({
    id: 'repeated_rate',
    title: 'Repeated messages, share',
    unit: 'ratio',
    definition: "Repeated messages of agents / agents' messages that were read",
    direction: 'lower',
    facts: ['repetition', 'said'],
    figure: ratio(count(REPEATED_BY_AGENT), count(BY_AGENT)),
    behind: REPEATED_BY_AGENT,
  }),
  metric({
    id: 'customer_repetitions',
    title: 'Repeated messages of customers',
    unit: 'count',
    definition: 'Messages of customers whose text they had sent in the same conversation before',
    direction: 'lower',
    facts: ['repetition'],
    figure: count(is('label', 'customer')),
  }),
  metric({
    id: 'messages_read',
    title: 'Messages read',
    unit: 'count',
    definition: 'Messages of customers and agents whose text was read',
    direction: 'neutral',
    facts: ['said'],
    figure: count(),
  }),
  metric({
    id: 'said_share',
    title: 'Conversations read',
    unit: 'ratio',
    definition: 'Conversations created of which a message was read / conversations created',
    direction: 'neutral',
    facts: ['language', 'conversation'],
    figure: ratio(count(is('fact', 'language')), count(is('fact', 'conversation'))),
    behind: is('fact', 'language'),
  }),
  metric({
    id: 'languages',
    title: 'Languages of customers',
    unit: 'count',
    definition:
      "Conversations created of which a message was read; by the language of most of the customer's messages",
    direction: 'neutral',
    dimensions: [...CONVERSATION_DIMENSIONS, 'language'],
    facts: ['language'],
    figure: count(),
  }),
];
