import { alertMarks } from './build/alerts.ts';
import { dashboard, wide } from './build/dashboard.ts';
import { byLabel, coloured, names } from './build/field.ts';
import { barchart, heatmap, stat, timeseries } from './build/panel.ts';
import { metrics } from './build/target.ts';
import { variables } from './build/variable.ts';

const backlogMeaning = 'Conversations that are not solved, at the end of each interval.';
const depthMeaning = 'Conversations that wait in a queue, at the end of each interval.';

const course = (title: string, description: string, id: string, calc: 'lastNotNull' | 'max') =>
  stat({
    title,
    description,
    targets: [metrics([id])],
    calc,
    colour: 'none',
    graph: 'area',
    defaults: { unit: 'short' },
  });

const spans = (title: string, description: string, ids: Readonly<Record<string, string>>) =>
  stat({
    title,
    description,
    targets: [metrics(Object.keys(ids), { interval: 'total' })],
    calc: 'lastNotNull',
    colour: 'none',
    defaults: { unit: 'ms' },
    overrides: names(ids),
  });

const byQueue = timeseries({
  title: 'Backlog by queue',
  description: backlogMeaning,
  targets: [metrics(['backlog'], { groupBy: 'queue' })],
  stack: true,
  fill: 25,
  defaults: { unit: 'short', min: 0, displayName: byLabel('queue') },
});

const inAndOut = timeseries({
  title: 'Created and solved',
  description: 'Conversations created, and conversations solved.',
  targets: [metrics(['created', 'solved'])],
  fill: 0,
  defaults: { unit: 'short', min: 0 },
  overrides: [coloured('created', 'Created', 'blue'), coloured('solved', 'Solved', 'green')],
});

const depthHeat = heatmap({
  title: 'Peak queue depth by queue',
  description: 'The most conversations that waited at any instant of each interval.',
  targets: [metrics(['queue_depth_peak'], { groupBy: 'queue' })],
  defaults: { unit: 'short', min: 0, displayName: byLabel('queue') },
});

const nowBy = (title: string, groupBy: string) =>
  barchart({
    title,
    description: 'Conversations that are not solved, at the end of the range.',
    targets: [metrics(['backlog'], { interval: 'total', groupBy })],
    greatestFirst: 'backlog',
    defaults: { unit: 'short' },
    overrides: names({ backlog: 'Backlog' }),
  });

/** Work that is waiting, now and at any instant before. */
export const backlog = dashboard({
  uid: 'backlog',
  title: 'Backlog',
  description: 'Work that is waiting: in queues and unsolved, at any instant.',
  time: { from: 'now-14d', to: 'now' },
  refresh: '1m',
  variables,
  marks: [alertMarks],
  lines: [
    {
      height: 5,
      panels: [
        wide(5, course('Backlog', backlogMeaning, 'backlog', 'lastNotNull')),
        wide(5, course('Queue depth', depthMeaning, 'queue_depth', 'lastNotNull')),
        wide(
          5,
          course('Peak queue depth', 'The most that waited at any instant.', 'queue_depth_peak', 'max'),
        ),
        wide(
          9,
          spans('Time to resolution', 'From creation to the last solution; provisional until closed.', {
            total_resolution_p50: 'Median',
            total_resolution_p90: 'p90',
          }),
        ),
      ],
    },
    { height: 9, panels: [wide(14, byQueue), wide(10, inAndOut)] },
    {
      height: 8,
      panels: [
        wide(12, depthHeat),
        wide(6, nowBy('By priority', 'priority')),
        wide(6, nowBy('By team', 'team')),
      ],
    },
    {
      height: 4,
      panels: [
        wide(
          12,
          spans('Requester wait', 'Time in new, open and on hold: paused while waiting for the customer.', {
            requester_wait_mean: 'Mean',
          }),
        ),
        wide(
          12,
          spans(
            'Agent work',
            'Time in new and open: paused while waiting for the customer or a third party.',
            {
              agent_work_mean: 'Mean',
            },
          ),
        ),
      ],
    },
  ],
});
