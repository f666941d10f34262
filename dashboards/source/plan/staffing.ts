import { coloured, names, override, plainCells, share } from '../build/field.ts';
import { stat, table, text, timeseries } from '../build/panel.ts';
import { number, time, variable, text as words } from '../build/target.ts';
import { assumptions, dashed, staffing, whatIf } from '../build/workforce.ts';

const agents = { unit: 'none', decimals: 0 };
const inBuckets = time('bucket');

/** One figure of the staffing of the whole range. */
const need = (title: string, description: string, required: string, scheduled: string) =>
  stat({
    title,
    description,
    targets: [staffing([number(required), number(scheduled)], { rows: 'meta.totals' })],
    calc: 'lastNotNull',
    colour: 'none',
    defaults: agents,
    overrides: names({ [required]: 'Required', [scheduled]: 'To schedule' }),
  });

export const peak = need(
  'Agents at the peak',
  'The most agents that an interval needs, and with shrinkage on top.',
  'peakRequired',
  'peakScheduled',
);
export const hours = need(
  'Hours of agents',
  'Hours of agents over the whole range, and with shrinkage on top.',
  'requiredHours',
  'scheduledHours',
);

export const form = text(
  'What if',
  `What is typed into the boxes above is assumed instead; what is empty stays as forecast and configured.\n\n${assumptions
    .map(({ label, name }) => `- ${label}: ${variable(name)}`)
    .join('\n')}`,
);

/** A figure of the whole range, as forecast and under the assumptions. */
export const beside = (title: string, description: string, selector: string) =>
  stat({
    title,
    description,
    targets: [
      staffing([number(selector, 'As forecast')], { rows: 'meta.totals' }),
      whatIf([number(selector, 'What if')], { rows: 'meta.totals' }),
    ],
    calc: 'lastNotNull',
    colour: 'none',
    orientation: 'horizontal',
    defaults: agents,
  });

export const needs = timeseries({
  title: 'Agents to schedule',
  description: 'Agents that meet the goal with shrinkage on top: as forecast, and under the assumptions.',
  targets: [
    staffing([inBuckets, number('scheduled', 'As forecast')]),
    whatIf([inBuckets, number('scheduled', 'What if')]),
  ],
  stepped: true,
  fill: 0,
  defaults: { ...agents, min: 0 },
  overrides: [
    coloured('As forecast', 'As forecast', 'blue', dashed),
    coloured('What if', 'What if', 'orange'),
  ],
});

export const staffingTable = table({
  title: 'Staffing by interval',
  description:
    'Contacts and handling time of each interval, the agents that meet the goal, and what they achieve.',
  targets: [
    {
      ...staffing([
        inBuckets,
        number('contacts'),
        number('aht'),
        number('erlangs'),
        number('required'),
        number('scheduled'),
        number('serviceLevel'),
        number('occupancy'),
        number('asa'),
      ]),
      format: 'table',
    },
  ],
  sortBy: 'Time',
  defaults: plainCells,
  overrides: [
    override('bucket', { displayName: 'Time' }),
    override('contacts', { displayName: 'Contacts', decimals: 1 }),
    override('aht', { displayName: 'Handle time', unit: 'ms' }),
    override('erlangs', { displayName: 'Erlangs', decimals: 1 }),
    override('required', { displayName: 'Required', decimals: 1 }),
    override('scheduled', { displayName: 'To schedule' }),
    override('serviceLevel', { displayName: 'Service level', ...share }),
    override('occupancy', { displayName: 'Occupancy', ...share }),
    override('asa', { displayName: 'Average speed of answer', unit: 'ms' }),
  ],
});

export const staffingNotes = table({
  title: 'Notes on staffing',
  description: 'What was left out, what lies outside the hours of a queue, and who helps whom.',
  targets: [staffing([words('text')], { rows: 'meta.notes' })],
  defaults: plainCells,
  overrides: [
    override('text', { displayName: 'Note', 'custom.cellOptions': { type: 'auto', wrapText: true } }),
  ],
});
