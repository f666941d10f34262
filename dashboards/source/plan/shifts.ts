import { coloured, names, override, plainCells, share, steps, wordColours } from '../build/field.ts';
import { differenceBars, table, timeseries } from '../build/panel.ts';
import { number, time, text as words } from '../build/target.ts';
import { dashed, shifts } from '../build/workforce.ts';

const agents = { unit: 'none', decimals: 0 };
const inBuckets = time('bucket');

export const cover = timeseries({
  title: 'Required and planned agents',
  description: 'Agents on queue that the forecast requires, and those of the shift plan.',
  targets: [shifts([inBuckets, number('required'), number('scheduled')])],
  stepped: true,
  fill: 0,
  defaults: { ...agents, min: 0 },
  overrides: [
    coloured('required', 'Required', 'blue', dashed),
    coloured('scheduled', 'Planned', 'teal', { 'custom.fillOpacity': 12 }),
  ],
});

export const gap = differenceBars({
  title: 'Gap of the shift plan',
  description: 'Planned less required agents: below zero agents are missing.',
  targets: [shifts([inBuckets, number('gap')])],
  defaults: { ...agents, thresholds: steps('red', [0, 'green']) },
  overrides: names({ gap: 'Gap' }),
});

export const shiftPlan = table({
  title: 'Shift plan',
  description:
    'What the plan costs in weighed hours, what it leaves uncovered, and how far above the least that any plan can cost it may lie.',
  targets: [
    shifts(
      [
        words('status'),
        ...['agents', 'shifts', 'cost', 'missingHours', 'gap', 'seconds'].map((id) => number(id)),
      ],
      { rows: 'meta' },
    ),
  ],
  defaults: plainCells,
  overrides: [
    override('status', {
      displayName: 'Status',
      mappings: wordColours({
        optimal: ['Least cost', 'green'],
        feasible: ['Best found in time', 'orange'],
      }),
      'custom.cellOptions': { type: 'color-text' },
    }),
    ...names({ agents: 'Agents', shifts: 'Shifts' }),
    override('cost', { displayName: 'Cost, hours', decimals: 1 }),
    override('missingHours', {
      displayName: 'Missing hours',
      decimals: 1,
      thresholds: steps('green', [0.05, 'orange']),
      'custom.cellOptions': { type: 'color-text' },
    }),
    override('gap', { displayName: 'Above the least', ...share }),
    override('seconds', { displayName: 'Reckoned in', unit: 's' }),
  ],
});

export const shiftTable = table({
  title: 'Shifts',
  description: 'The shifts of the plan, one an agent and day.',
  targets: [shifts([time('startsAt'), time('endsAt'), words('agent'), words('pattern')], { rows: 'shifts' })],
  sortBy: 'Begin',
  defaults: plainCells,
  overrides: names({ startsAt: 'Begin', endsAt: 'End', agent: 'Agent', pattern: 'Pattern' }),
});
