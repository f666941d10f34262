import type { FieldOverride, FieldSettings, Threshold } from '../../model.ts';
import { variable } from './target.ts';

type Thresholds = NonNullable<FieldSettings['thresholds']>;

/** Steps of colour: the first from the beginning on, each further one from its value on. */
export function steps(first: string, ...further: readonly (readonly [number, string])[]): Thresholds {
  const rest: Threshold[] = further.map(([value, color]) => ({ color, value }));
  return { mode: 'absolute', steps: [{ color: first, value: null }, ...rest] };
}

/** More is worse: green, orange from `warn` on, red from `bad` on. */
export const lowIsGood = (warn: number, bad: number): Thresholds =>
  steps('green', [warn, 'orange'], [bad, 'red']);

/** More is better: red, orange from `warn` on, green from `good` on. */
export const highIsGood = (warn: number, good: number): Thresholds =>
  steps('red', [warn, 'orange'], [good, 'green']);

/** Settings of one field by its name, written as Grafana writes an override. */
export function override(name: string, settings: Readonly<Record<string, unknown>>): FieldOverride {
  return {
    matcher: { id: 'byName', options: name },
    properties: Object.entries(settings).map(([id, value]) => ({ id, value })),
  };
}

/** A series in a colour of its own. */
export const coloured = (
  name: string,
  displayName: string,
  fixedColor: string,
  further: Readonly<Record<string, unknown>> = {},
): FieldOverride => override(name, { displayName, color: { mode: 'fixed', fixedColor }, ...further });

/** Display names of fields. */
export const names = (titles: Readonly<Record<string, string>>): FieldOverride[] =>
  Object.entries(titles).map(([field, displayName]) => override(field, { displayName }));

/** The display name of series that differ by one dimension: its value. */
export const byLabel = (dimension: string): string => variable(`__field.labels.${dimension}`);

const nowhere = { 'custom.hideFrom': { viz: true, legend: true, tooltip: true } };

/** A column of a table that is there for others. `hidden` is of Grafana before 12.2. */
export const unseen = (name: string): FieldOverride => override(name, { 'custom.hidden': true, ...nowhere });

/** The same of bars. */
export const unseenBars = (name: string): FieldOverride => override(name, nowhere);

/** A column that may take several lines. */
export const wrapped = { 'custom.cellOptions': { type: 'auto', wrapText: true } };

/** Colours of texts of a closed list, with the words for them. */
export const wordColours = (
  words: Readonly<Record<string, readonly [text: string, color: string]>>,
): NonNullable<FieldSettings['mappings']> => [
  {
    type: 'value',
    options: Object.fromEntries(
      Object.entries(words).map(([value, [text, color]], index) => [value, { text, color, index }]),
    ),
  },
];

/** Other words for texts of a closed list. */
export const otherWords = (
  words: Readonly<Record<string, string>>,
): NonNullable<FieldSettings['mappings']> => [
  {
    type: 'value',
    options: Object.fromEntries(
      Object.entries(words).map(([value, text], index) => [value, { text, index }]),
    ),
  },
];

/** A cell on a ground in the colour of its threshold. */
export const onGround = { 'custom.cellOptions': { type: 'color-background', mode: 'basic' } };

/** Cells on a ground that is the deeper the greater the figure, from the least to the greatest of the table. */
export const heat: FieldSettings = {
  color: { mode: 'continuous-blues' },
  custom: { align: 'auto', cellOptions: { type: 'color-background', mode: 'basic' }, filterable: false },
};

/** The settings of a table's columns that have none of their own. */
export const plainCells: FieldSettings = {
  custom: { align: 'auto', cellOptions: { type: 'auto' }, filterable: false },
};

/** A count over rows: where there is no row, Infinity gives no field either, and Grafana would say "No data". */
export const counted: FieldSettings = { unit: 'none', noValue: '0' };

/** A share, 0..1, with one decimal of a per cent. */
export const share: FieldSettings = { unit: 'percentunit', decimals: 1, min: 0, max: 1 };

/** What a service level is held against: 80 % is what centers promise. */
export const serviceLevelGoal = highIsGood(0.7, 0.8);

/** The column of the service level in a table. */
export const serviceLevelColumn = override('service_level', {
  displayName: 'Service level',
  ...share,
  thresholds: serviceLevelGoal,
  ...onGround,
});
