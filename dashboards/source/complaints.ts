import type { Column, Target } from '../model.ts';
import { dashboard, wide } from './build/dashboard.ts';
import { byLabel, coloured, names, override, plainCells, share, wordColours } from './build/field.ts';
import { barchart, bargauge, stat, table, timeseries, text as words } from './build/panel.ts';
import {
  conversationFilters,
  endpoint,
  number,
  rangeParameters,
  text,
  time,
  variable,
} from './build/target.ts';
import { variables } from './build/variable.ts';

/** All panels have one answer. */
const complaintsOf = (rows: string, columns: readonly Column[], format: Target['format'] = 'table') =>
  endpoint({
    url: '/api/v1/complaints',
    rows,
    filters: conversationFilters,
    format,
    parameters: { interval: variable('interval'), compare: 'previous', ...rangeParameters },
    columns,
  });

const count = { unit: 'none', decimals: 0 };
const duration = { unit: 'ms' };

const total = stat({
  title: 'Complaints',
  description: 'Conversations that got a tag of a complaint, and those of the period before.',
  targets: [complaintsOf('', [number('total'), number('previous.total')])],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: count,
  overrides: names({ total: 'Complaints', 'previous.total': 'Period before' }),
});

const rate = stat({
  title: 'Complaint rate',
  description: 'Complaints as a share of the conversations created, and in the period before.',
  targets: [complaintsOf('', [number('rate'), number('previous.rate')])],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: { unit: 'percentunit', decimals: 1 },
  overrides: names({ rate: 'Rate', 'previous.rate': 'Period before' }),
});

const times = stat({
  title: 'Time to response and solution',
  description:
    'Medians of the conversations that complained in the range, whenever they were answered and solved.',
  targets: [complaintsOf('', [number('first_response.p50'), number('resolution.p50')])],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: duration,
  overrides: names({ 'first_response.p50': 'First response', 'resolution.p50': 'Solution' }),
});

const repeat = stat({
  title: 'Repeat complainers',
  description:
    'Customers with two complaints or more within 90 days before the end of the range, and their share of all customers who complained then.',
  targets: [complaintsOf('repeat', [number('customers'), number('share')])],
  calc: 'lastNotNull',
  colour: 'none',
  defaults: count,
  overrides: [
    ...names({ customers: 'Customers' }),
    override('share', { displayName: 'Share', unit: 'percentunit', decimals: 1 }),
  ],
});

const reasons = bargauge({
  title: 'Reasons',
  description: 'Complaints by reason, the commonest first. One with two reasons counts for both.',
  targets: [complaintsOf('reasons', [text('title'), number('n')])],
  greatestFirst: 'n',
  defaults: count,
  overrides: names({ n: 'Complaints' }),
});

const pareto = table({
  title: 'Reasons and movement',
  description:
    'Share of all complaints by reason, and of this reason with all that are commoner. Change: complaints a day against the period before, and whether chance would bring it (corrected for all reasons).',
  targets: [
    complaintsOf('reasons', [
      text('title'),
      number('n'),
      number('share'),
      number('cumulative'),
      number('previous'),
      number('change.per_day'),
      number('change.interval.lower'),
      number('change.interval.upper'),
      text('change.significant'),
      text('conversations'),
    ]),
  ],
  sortBy: 'Complaints',
  descending: true,
  defaults: plainCells,
  overrides: [
    ...names({ title: 'Reason', n: 'Complaints', previous: 'Period before' }),
    override('share', { displayName: 'Share', ...share }),
    override('cumulative', { displayName: 'Cumulative', ...share }),
    override('change.per_day', { displayName: 'Change a day', unit: 'none', decimals: 2 }),
    override('change.interval.lower', { displayName: 'Change, from', unit: 'none', decimals: 2 }),
    override('change.interval.upper', { displayName: 'Change, to', unit: 'none', decimals: 2 }),
    override('change.significant', {
      displayName: 'More than chance',
      mappings: wordColours({ true: ['yes', 'orange'], false: ['no', 'text'] }),
      'custom.cellOptions': { type: 'color-text' },
    }),
    // What lies behind a row; the viewer opens it.
    override('conversations', { 'custom.hidden': true }),
  ],
});

const overTime = timeseries({
  title: 'Complaints over time',
  description: 'Complaints by reason, at the time of their first tag.',
  targets: [complaintsOf('series', [time('bucket'), text('title'), number('n')], 'timeseries')],
  style: 'bars',
  stack: true,
  defaults: { unit: 'short', min: 0, displayName: byLabel('title') },
});

const movement = barchart({
  title: 'Against the period before',
  description: 'Complaints by reason in the range, and in the period of the same length before it.',
  targets: [complaintsOf('reasons', [text('title'), number('n'), number('previous')])],
  greatestFirst: 'n',
  defaults: { unit: 'short' },
  overrides: [coloured('n', 'Complaints', 'orange'), coloured('previous', 'Period before', 'blue')],
});

const timesByReason = table({
  title: 'Time to response and solution by reason',
  description:
    'Of the conversations that complained in the range; how many have been answered and solved stands beside.',
  targets: [
    complaintsOf('reasons', [
      text('title'),
      number('first_response.p50'),
      number('first_response.mean'),
      number('first_response.n'),
      number('resolution.p50'),
      number('resolution.mean'),
      number('resolution.n'),
    ]),
  ],
  defaults: plainCells,
  overrides: [
    ...names({ title: 'Reason', 'first_response.n': 'Answered', 'resolution.n': 'Solved' }),
    override('first_response.p50', { displayName: 'First response, median', ...duration }),
    override('first_response.mean', { displayName: 'First response, mean', ...duration }),
    override('resolution.p50', { displayName: 'Solution, median', ...duration }),
    override('resolution.mean', { displayName: 'Solution, mean', ...duration }),
  ],
});

const note = words(
  'How to read complaints',
  'The few reasons at the top are most of it: the **cumulative** share says how much is gained by mending them.\n\n- A complaint counts when its tag is first on the conversation, even if it is taken off again.\n- A change is more than chance if such a difference comes by chance less than once in twenty ranges.\n- A rate may rise because fewer conversations come: look at the count beside it.',
);

/** What customers complain about, and what becomes of it. */
export const complaints = dashboard({
  uid: 'complaints',
  title: 'Complaints',
  description: 'What customers complain about, how soon it is solved, and what moves.',
  time: { from: 'now-28d/d', to: 'now' },
  refresh: '5m',
  variables,
  lines: [
    { height: 5, panels: [wide(6, total), wide(6, rate), wide(6, times), wide(6, repeat)] },
    { height: 8, panels: [wide(8, reasons), wide(16, pareto)] },
    { height: 9, panels: [wide(16, overTime), wide(8, movement)] },
    { height: 8, panels: [wide(16, timesByReason), wide(8, note)] },
  ],
});
