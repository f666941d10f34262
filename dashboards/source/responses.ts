import { alertMarks } from './build/alerts.ts';
import { dashboard, wide } from './build/dashboard.ts';
import { byLabel, coloured, heat, names, override, plainCells } from './build/field.ts';
import { barchart, heatmap, stat, table, timeseries } from './build/panel.ts';
import { distribution, hoursOfWeek, metrics, variable } from './build/target.ts';
import { choiceVariable, variables } from './build/variable.ts';

const duration = { unit: 'ms' };
const percentiles = { mean: 'Mean', p50: 'Median', p90: 'p90', p95: 'p95' };

/** Median and 90th percentile of a span, big. */
const typical = (title: string, description: string, span: string) =>
  stat({
    title,
    description,
    targets: [metrics([`${span}_p50`, `${span}_p90`], { interval: 'total' })],
    calc: 'lastNotNull',
    colour: 'none',
    defaults: duration,
    overrides: names({ [`${span}_p50`]: 'Median', [`${span}_p90`]: 'p90' }),
  });

/** Percentiles of a span over time. */
const spread = (title: string, description: string, span: string, of: Readonly<Record<string, string>>) =>
  timeseries({
    title,
    description,
    targets: [metrics(Object.keys(of).map((suffix) => `${span}_${suffix}`))],
    fill: 0,
    defaults: { ...duration, min: 0 },
    overrides: names(Object.fromEntries(Object.entries(of).map(([id, name]) => [`${span}_${id}`, name]))),
  });

const firstMeaning = 'From creation to the first public message of an agent; bots and notes do not count.';
const nextMeaning =
  'From the oldest unanswered message of the customer to the next public message of an agent.';
const waitMeaning = 'Wait in a queue until an agent answered.';

const byQueue = barchart({
  title: 'First response by queue',
  description: firstMeaning,
  targets: [metrics(['first_response_p50', 'first_response_p90'], { interval: 'total', groupBy: 'queue' })],
  greatestFirst: 'first_response_p90',
  defaults: duration,
  overrides: names({ first_response_p50: 'Median', first_response_p90: 'p90' }),
});

const waitOverTime = heatmap({
  title: 'Average speed of answer by queue',
  description: 'Mean wait of answered conversations, a row a queue.',
  targets: [metrics(['asa'], { groupBy: 'queue' })],
  defaults: { ...duration, min: 0, displayName: byLabel('queue') },
});

const handling = timeseries({
  title: 'Handle time',
  description: 'Talk, hold and after-call work, from the answer on.',
  targets: [metrics(['aht', 'handle_p50'])],
  fill: 0,
  defaults: { ...duration, min: 0 },
  overrides: names({ aht: 'Mean', handle_p50: 'Median' }),
});

/** Which of the durations the panels of patterns are of. */
const pattern = choiceVariable('duration', 'Duration', [
  ['First response', 'first_response_p50'],
  ['Next response', 'next_response_p50'],
  ['Wait in queue', 'wait_p50'],
  ['Handle time', 'handle_p50'],
]);

const classes = barchart({
  title: 'Distribution of the chosen duration',
  description: 'How many took how long, in classes that grow with the duration.',
  targets: [distribution(variable('duration'))],
  defaults: { unit: 'short' },
  overrides: [coloured('count', 'Conversations', 'blue')],
});

const weekly = table({
  title: 'Chosen duration by weekday and hour',
  description: 'Median of each hour of the week, at the moment of the answer; darker is longer.',
  targets: [hoursOfWeek(variable('duration'))],
  defaults: { ...duration, ...heat },
  overrides: [override('weekday', { displayName: 'Weekday', 'custom.cellOptions': { type: 'auto' } })],
});

const detail = table({
  title: 'Response times in detail',
  description: 'Response times of the whole range, a row a queue.',
  targets: [
    metrics(
      [
        'first_response_count',
        'first_response_p50',
        'first_response_p95',
        'next_response_p50',
        'next_response_p95',
      ],
      { interval: 'total', groupBy: 'queue' },
    ),
  ],
  sortBy: 'First responses',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...names({ queue: 'Queue', first_response_count: 'First responses' }),
    override('first_response_p50', { displayName: 'First response, median', ...duration }),
    override('first_response_p95', { displayName: 'First response, p95', ...duration }),
    override('next_response_p50', { displayName: 'Next response, median', ...duration }),
    override('next_response_p95', { displayName: 'Next response, p95', ...duration }),
  ],
});

/** How long customers wait, and how long their conversations take. */
export const responses = dashboard({
  uid: 'responses',
  title: 'Responses',
  description: 'How long customers wait for an answer, for the next one, and for a solution.',
  time: { from: 'now-7d', to: 'now' },
  refresh: '1m',
  variables: [...variables, pattern],
  marks: [alertMarks],
  lines: [
    {
      height: 4,
      panels: [
        wide(6, typical('First response', firstMeaning, 'first_response')),
        wide(6, typical('Next response', nextMeaning, 'next_response')),
        wide(6, typical('Wait in queue', waitMeaning, 'wait')),
        wide(
          6,
          typical(
            'First resolution',
            'From creation to the first solution, without pauses.',
            'first_resolution',
          ),
        ),
      ],
    },
    {
      height: 8,
      panels: [
        wide(12, spread('First response over time', firstMeaning, 'first_response', percentiles)),
        wide(12, spread('Next response over time', nextMeaning, 'next_response', percentiles)),
      ],
    },
    {
      height: 8,
      panels: [
        wide(
          12,
          spread('Wait in queue over time', waitMeaning, 'wait', { p50: 'Median', p90: 'p90', p95: 'p95' }),
        ),
        wide(12, handling),
      ],
    },
    { height: 8, panels: [wide(24, weekly)] },
    { height: 12, panels: [wide(7, classes), wide(7, byQueue), wide(10, waitOverTime)] },
    { height: 8, panels: [wide(24, detail)] },
  ],
});
