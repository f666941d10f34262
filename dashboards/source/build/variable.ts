import type { CustomVariable, QueryVariable, TextBoxVariable, Variable } from '../../model.ts';
import { allOf, dataSource, endpoint, text } from './target.ts';

/** A multi-choice variable with the values of a dimension, from the API. */
function dimensionVariable(name: string, label: string): QueryVariable {
  return {
    type: 'query',
    name,
    label,
    hide: 0,
    skipUrlSync: false,
    datasource: dataSource,
    definition: `dimensions/${name}`,
    query: {
      queryType: 'infinity',
      query: '',
      infinityQuery: endpoint({
        refId: 'variable',
        url: `/api/v1/dimensions/${name}`,
        rows: 'values',
        columns: [text('title', '__text'), text('value', '__value')],
      }),
    },
    refresh: 1,
    regex: '',
    sort: 0,
    multi: true,
    includeAll: true,
    allValue: allOf(name),
    current: { text: ['All'], value: ['$__all'] },
    options: [],
  };
}

/** A variable of which one value is chosen, the first unless told. */
export function oneOf(name: string, label: string): QueryVariable {
  const none = { text: [], value: [] };
  return { ...dimensionVariable(name, label), multi: false, includeAll: false, current: none };
}

/** Infinity's macro: a width by the length of the range, so that a chart has 30 to 200 points. */
const auto = '$__customInterval(2d,15m,8d,1h,100d,1d,1w)';

/** A variable of which one value is chosen, the first unless told: each as its text and its value. */
export function choiceVariable(
  name: string,
  label: string,
  choices: readonly (readonly [text: string, value: string])[],
): CustomVariable {
  const [[text, value] = ['', '']] = choices;
  return {
    type: 'custom',
    name,
    label,
    hide: 0,
    skipUrlSync: false,
    query: choices
      .map(([words, one]) => (words === one ? one : `${words} : ${one.replaceAll(',', '\\,')}`))
      .join(','),
    multi: false,
    includeAll: false,
    current: { text, value },
    options: choices.map(([words, one]) => ({ text: words, value: one, selected: one === value })),
  };
}

/** A variable that is typed in; empty, the parameter that it stands for is not asked for. */
export const textBox = (name: string, label: string, description: string): TextBoxVariable => ({
  type: 'textbox',
  name,
  label,
  description,
  hide: 0,
  skipUrlSync: false,
  query: '',
  current: { text: '', value: '' },
  options: [{ text: '', value: '', selected: true }],
});

/** The width of the buckets of all series of a dashboard, by the length of the range unless chosen. */
const interval = choiceVariable('interval', 'Interval', [
  ['auto', auto],
  ...['15m', '30m', '1h', '1d', '1w'].map((width) => [width, width] as const),
]);

const queue = dimensionVariable('queue', 'Queue');
const channel = dimensionVariable('channel', 'Channel');
const team = dimensionVariable('team', 'Team');

/** One of the changes of the last two years, or none: then nothing is asked for by it. */
export const change: QueryVariable = {
  ...dimensionVariable('change', 'Change'),
  definition: 'changes',
  query: {
    queryType: 'infinity',
    query: '',
    infinityQuery: endpoint({
      refId: 'variable',
      url: '/api/v1/changes',
      rows: 'changes',
      parameters: { from: 'now-730d' },
      columns: [text('title', '__text'), text('title', '__value')],
    }),
  },
  multi: false,
};

/** What comparisons can be narrowed by. */
export const comparedVariables: readonly Variable[] = [queue, channel, team];

/** What dashboards of conversations can be narrowed by. */
export const variables: readonly Variable[] = [queue, channel, team, interval];

/** What dashboards of agents can be narrowed by. */
export const agentVariables: readonly Variable[] = [team, interval];

/** The width of the intervals that are planned by. Not `interval`, whose widths go on up to weeks. */
const step = choiceVariable(
  'step',
  'Interval',
  ['30m', '15m', '1h'].map((width) => [width, width]),
);

/** Who shares agents, where it is asked how many are needed. */
export const pool = choiceVariable('pool', 'Agents serve', [
  ['the queues of their team', 'team'],
  ['one queue and channel', 'none'],
  ['all queues', 'all'],
]);

/** What planning can be narrowed by. */
export const planVariables: readonly Variable[] = [queue, channel, team, step];
