import { dashboard, wide } from './build/dashboard.ts';
import { highIsGood, names, override, plainCells, share, steps } from './build/field.ts';
import { bargauge, gauge, table, text, timeseries, total } from './build/panel.ts';
import { metrics } from './build/target.ts';
import { variables } from './build/variable.ts';

const csatGoal = highIsGood(0.75, 0.85);
const csatMeaning =
  'Satisfied answers, of all answers: the top two boxes from five up, of fewer the best one.';

const csat = gauge({
  title: 'Customer satisfaction',
  description: csatMeaning,
  targets: [metrics(['csat'], { interval: 'total' })],
  calc: 'lastNotNull',
  defaults: { ...share, thresholds: csatGoal },
});

const nps = gauge({
  title: 'Net promoter score',
  description: 'Share of answers 9 and 10 minus share of answers 0 to 6, from -100 to 100.',
  targets: [metrics(['nps'], { interval: 'total' })],
  calc: 'lastNotNull',
  defaults: {
    unit: 'none',
    decimals: 0,
    min: -100,
    max: 100,
    thresholds: steps('red', [0, 'orange'], [30, 'green']),
  },
});

const figure = (
  title: string,
  description: string,
  id: string,
  defaults: { unit: string; decimals: number },
) => total(title, description, id, { defaults });

const overTime = timeseries({
  title: 'Satisfaction over time',
  description: 'Satisfaction, and how many of those asked have answered.',
  targets: [metrics(['csat', 'csat_response_rate'])],
  fill: 0,
  defaults: share,
  overrides: names({ csat: 'Customer satisfaction', csat_response_rate: 'Response rate' }),
});

const by = (title: string, groupBy: string) =>
  bargauge({
    title,
    description: csatMeaning,
    targets: [metrics(['csat'], { interval: 'total', groupBy })],
    greatestFirst: 'csat',
    defaults: { ...share, thresholds: csatGoal },
    overrides: names({ csat: 'Customer satisfaction' }),
  });

const detail = table({
  title: 'Satisfaction by agent',
  description: 'Surveys are counted for the agent who solved the conversation.',
  targets: [metrics(['csat', 'nps', 'ces'], { interval: 'total', groupBy: 'agent' })],
  sortBy: 'Customer satisfaction',
  defaults: plainCells,
  overrides: [
    ...names({ agent: 'Agent' }),
    override('csat', {
      displayName: 'Customer satisfaction',
      ...share,
      thresholds: csatGoal,
      'custom.cellOptions': { type: 'color-text' },
    }),
    override('nps', { displayName: 'Net promoter score', unit: 'none', decimals: 0 }),
    override('ces', { displayName: 'Customer effort score', unit: 'none', decimals: 1 }),
  ],
});

const note = text(
  'How to read this',
  'A score of few answers says little: look at the **response rate** beside it.\n\n- Satisfaction counts 4 and 5 of five; of four boxes and fewer the best one.\n- The promoter score runs from -100 to 100: it is a difference, not a share.\n- The effort score is a mean of 1 to 7; more is better.',
);

/** What customers say. */
export const satisfaction = dashboard({
  uid: 'satisfaction',
  title: 'Satisfaction',
  description: 'What customers say when they are asked.',
  time: { from: 'now-14d', to: 'now' },
  refresh: '5m',
  variables,
  lines: [
    {
      height: 7,
      panels: [
        wide(6, csat),
        wide(6, nps),
        wide(
          6,
          figure('Response rate', 'Surveys answered, of surveys sent.', 'csat_response_rate', {
            unit: 'percentunit',
            decimals: 1,
          }),
        ),
        wide(
          6,
          figure('Customer effort score', 'Mean of answers from 1 to 7.', 'ces', {
            unit: 'none',
            decimals: 2,
          }),
        ),
      ],
    },
    { height: 8, panels: [wide(16, overTime), wide(8, note)] },
    {
      height: 8,
      panels: [wide(7, by('By queue', 'queue')), wide(7, by('By channel', 'channel')), wide(10, detail)],
    },
  ],
});
