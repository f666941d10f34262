import { alertMarks } from './build/alerts.ts';
import { dashboard, wide } from './build/dashboard.ts';
import { byLabel, coloured, names, override, plainCells, serviceLevelColumn, share } from './build/field.ts';
import { barchart, stat, table, timeseries, total } from './build/panel.ts';
import { metrics } from './build/target.ts';
import { variables } from './build/variable.ts';

const rate = (title: string, description: string, id: string) =>
  total(title, description, id, { defaults: share });

const volumes = timeseries({
  title: 'Created by channel',
  description: 'Conversations by the moment of their creation.',
  targets: [metrics(['created'], { groupBy: 'channel' })],
  style: 'bars',
  stack: true,
  defaults: { unit: 'short', min: 0, displayName: byLabel('channel') },
});

const outcomes = barchart({
  title: 'Answered and abandoned by channel',
  description: 'Conversations that waited in a queue, by how their wait ended.',
  targets: [metrics(['answered', 'abandoned'], { interval: 'total', groupBy: 'channel' })],
  stack: true,
  greatestFirst: 'answered',
  defaults: { unit: 'short' },
  overrides: [coloured('answered', 'Answered', 'green'), coloured('abandoned', 'Abandoned', 'red')],
});

const botCourse = timeseries({
  title: 'Bots over time',
  description:
    'Contained: ended with no human asked for nor joined. Deflected: the same without those whom the customer abandoned. Resolved: confirmed by the customer.',
  targets: [metrics(['bot_containment', 'bot_deflection', 'bot_resolution'])],
  fill: 0,
  defaults: share,
  overrides: names({ bot_containment: 'Contained', bot_deflection: 'Deflected', bot_resolution: 'Resolved' }),
});

const botShares = stat({
  title: 'Bots',
  description: 'Shares of the conversations that a bot had: contained, deflected, confirmed as resolved.',
  targets: [metrics(['bot_containment', 'bot_deflection', 'bot_resolution'], { interval: 'total' })],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: { ...share, decimals: 0 },
  overrides: names({ bot_containment: 'Contained', bot_deflection: 'Deflected', bot_resolution: 'Resolved' }),
});

const detail = table({
  title: 'Channels in detail',
  description: 'Queue metrics of the whole range, a row a channel.',
  targets: [
    metrics(['created', 'offered', 'answered', 'abandoned', 'service_level', 'asa', 'aht'], {
      interval: 'total',
      groupBy: 'channel',
    }),
  ],
  sortBy: 'Created',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...names({ channel: 'Channel', created: 'Created', offered: 'Offered' }),
    ...names({ answered: 'Answered', abandoned: 'Abandoned' }),
    serviceLevelColumn,
    override('asa', { displayName: 'Average speed of answer', unit: 'ms' }),
    override('aht', { displayName: 'Average handle time', unit: 'ms' }),
  ],
});

/** Where conversations come from, and how many hands they need. */
export const channels = dashboard({
  uid: 'channels',
  title: 'Channels',
  description: 'Where conversations come from, and how many hands they need.',
  time: { from: 'now-7d', to: 'now' },
  refresh: '1m',
  variables,
  marks: [alertMarks],
  lines: [
    {
      height: 4,
      panels: [
        wide(
          5,
          rate(
            'First contact resolution',
            'Solved without reopening or a new conversation within 7 days.',
            'fcr',
          ),
        ),
        wide(
          5,
          rate(
            'One-touch resolution',
            'Solved with exactly one public message of an agent.',
            'one_touch_rate',
          ),
        ),
        wide(5, rate('Transfer rate', 'Conversations transferred, of those handled.', 'transfer_rate')),
        wide(5, rate('Escalation rate', 'Conversations escalated, of those handled.', 'escalation_rate')),
        wide(4, rate('Reopen rate', 'Conversations reopened, of those solved.', 'reopen_rate')),
      ],
    },
    { height: 9, panels: [wide(14, volumes), wide(10, outcomes)] },
    { height: 7, panels: [wide(8, botShares), wide(16, botCourse)] },
    { height: 8, panels: [wide(24, detail)] },
  ],
});
