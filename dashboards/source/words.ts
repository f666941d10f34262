import { dashboard, wide } from './build/dashboard.ts';
import {
  highIsGood,
  lowIsGood,
  names,
  otherWords,
  override,
  plainCells,
  share,
  steps,
} from './build/field.ts';
import { barchart, bargauge, gauge, table, text, timeseries, total } from './build/panel.ts';
import { metrics } from './build/target.ts';
import { variables } from './build/variable.ts';

const number = { unit: 'none', decimals: 0 };
const feeling = { unit: 'none', decimals: 2 };
const feelingSteps = steps('red', [-0.25, 'orange'], [0, 'green']);
const sentimentMeaning = "Mean sentiment of customers' messages, from -1 (bad) to 1 (good).";

const sentiment = gauge({
  title: 'Sentiment of customers',
  description: sentimentMeaning,
  targets: [metrics(['sentiment'], { interval: 'total' })],
  calc: 'lastNotNull',
  defaults: { ...feeling, min: -1, max: 1, thresholds: feelingSteps },
});

const courtesy = gauge({
  title: 'Courtesy',
  description:
    'Conversations in which an agent greeted, thanked, apologised or took leave, of those that were read.',
  targets: [metrics(['courtesy_rate'], { interval: 'total' })],
  calc: 'lastNotNull',
  defaults: { ...share, thresholds: highIsGood(0.6, 0.8) },
});

const change = total(
  'Change of sentiment',
  "The customer's last sentiment less the first, of conversations that have ended. Above 0 they left happier than they came.",
  'sentiment_change',
  { defaults: feeling },
);
const negative = total(
  'Negative messages',
  "Customers' messages with a sentiment of -0.25 and below.",
  'negative_share',
  { defaults: share },
);
const unanswered = total(
  'Questions left unanswered',
  'Questions of customers that no public message of an agent followed before the end, or within 24 hours.',
  'unanswered_rate',
  { defaults: share },
);
const silence = total(
  'Long silences',
  "Times that it was an agent's turn in a live chat for more than three minutes.",
  'long_silences',
  { defaults: number },
);
const repeated = total(
  'Repeated messages',
  'Messages of agents whose text an agent had sent in the same conversation before.',
  'repeated_messages',
  { defaults: number },
);
const coverage = total(
  'Conversations read',
  'Conversations of which a message was read, of all that were created. The rest of this page is of these.',
  'said_share',
  { defaults: share },
);

const feelings = timeseries({
  title: 'Sentiment over time',
  description: sentimentMeaning,
  targets: [metrics(['sentiment', 'negative_share'])],
  fill: 0,
  defaults: { ...feeling, min: -1, max: 1 },
  overrides: names({ sentiment: 'Sentiment', negative_share: 'Negative messages' }),
});

const lapses = timeseries({
  title: 'What went wrong over time',
  description: 'Unanswered questions, long silences and repeated messages.',
  targets: [metrics(['unanswered_questions', 'long_silences', 'repeated_messages'])],
  style: 'bars',
  stack: true,
  defaults: number,
  overrides: names({
    unanswered_questions: 'Unanswered questions',
    long_silences: 'Long silences',
    repeated_messages: 'Repeated messages',
  }),
});

const byQueue = bargauge({
  title: 'Sentiment by queue',
  description: sentimentMeaning,
  targets: [metrics(['sentiment'], { interval: 'total', groupBy: 'queue' })],
  greatestFirst: 'sentiment',
  defaults: { ...feeling, min: -1, max: 1, thresholds: feelingSteps },
  overrides: names({ sentiment: 'Sentiment' }),
});

const languages = barchart({
  title: 'Languages of customers',
  description: "Conversations by the language of most of the customer's messages.",
  targets: [metrics(['languages'], { interval: 'total', groupBy: 'language' })],
  greatestFirst: 'languages',
  defaults: number,
  overrides: [
    ...names({ languages: 'Conversations' }),
    override('language', {
      displayName: 'Language',
      mappings: otherWords({ en: 'English', zh: 'Chinese', de: 'German', '': 'not known' }),
    }),
  ],
});

const detail = table({
  title: 'Quality by agent',
  description: 'Sentiment is that of customers whose conversation the agent had when they wrote.',
  targets: [
    metrics(
      ['sentiment', 'courtesy_rate', 'unanswered_rate', 'long_silences', 'repeated_rate', 'messages_read'],
      { interval: 'total', groupBy: 'agent' },
    ),
  ],
  sortBy: 'Sentiment',
  defaults: plainCells,
  overrides: [
    ...names({ agent: 'Agent' }),
    override('sentiment', { displayName: 'Sentiment', ...feeling }),
    override('courtesy_rate', {
      displayName: 'Courtesy',
      ...share,
      thresholds: highIsGood(0.6, 0.8),
      'custom.cellOptions': { type: 'color-text' },
    }),
    override('unanswered_rate', {
      displayName: 'Questions left unanswered',
      ...share,
      thresholds: lowIsGood(0.05, 0.15),
      'custom.cellOptions': { type: 'color-text' },
    }),
    override('long_silences', { displayName: 'Long silences', ...number }),
    override('repeated_rate', { displayName: 'Repeated messages', ...share }),
    override('messages_read', { displayName: 'Messages read', ...number }),
  ],
});

const note = text(
  'How to read this',
  'Texts are read as they come in and never kept; a word list reads them, and is wrong about some. **Compare queues, weeks and agents by many messages, never by one.**\n\n- Sentiment is read of English and Chinese.\n- Irony is not understood.\n- A question counts as answered when an agent writes after it, whatever is in it.\n- Long silences need no texts: they are of all live chats.',
);

/** What is said in conversations, and how. */
export const words = dashboard({
  uid: 'quality',
  title: 'Conversation quality',
  description: 'What is said in conversations and how, of centers that opted in.',
  time: { from: 'now-14d', to: 'now' },
  refresh: '5m',
  variables,
  lines: [
    {
      height: 7,
      panels: [wide(6, sentiment), wide(6, courtesy), wide(4, change), wide(4, negative), wide(4, coverage)],
    },
    { height: 5, panels: [wide(8, unanswered), wide(8, silence), wide(8, repeated)] },
    { height: 8, panels: [wide(12, feelings), wide(12, lapses)] },
    { height: 8, panels: [wide(8, byQueue), wide(8, languages), wide(8, note)] },
    { height: 9, panels: [wide(24, detail)] },
  ],
});
