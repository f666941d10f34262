import type { FieldSettings, Panel } from '../../../model.ts';
import type { Field, Frame } from '../grafana/frame.ts';
import { toSeries } from '../grafana/series.ts';
import { seriesColor, seriesTitle } from '../grafana/series-look.ts';
import { settingsOf } from '../grafana/settings.ts';
import type { Environment } from '../state/context.ts';

/** A series with everything that its drawing needs. */
export interface ChartSeries {
  readonly field: Field;
  readonly settings: FieldSettings;
  readonly title: string;
  /** Name of a colour of the theme. */
  readonly color: string;
  /** The series down to which it is filled: together they are a band, of which this one is the upper border. */
  readonly below: Field | null;
  /** Whether it is the lower border of a band: then it is told with the upper one and not by itself. */
  readonly isBorder: boolean;
}

export interface ChartModel {
  /** UTC ms, ascending. */
  readonly times: readonly number[];
  readonly series: readonly ChartSeries[];
}

/** A group that has no value in the whole range is left away; a metric of its own is shown as having none. */
const hasSomething = ({ labels, values }: Field) =>
  Object.keys(labels).length === 0 || values.some((value) => value !== null);

/** Reads a panel's tables as the series of a chart. */
export function chartModel(
  panel: Panel,
  frames: readonly Frame[],
  { titleOf, fromDashboard }: Pick<Environment, 'titleOf' | 'fromDashboard'>,
): ChartModel {
  const { times, fields } = toSeries(frames);
  const drawn = fields.filter(hasSomething).map((field, index) => {
    const settings = settingsOf(panel.fieldConfig, field);
    return {
      field,
      settings,
      title: seriesTitle(field, settings, titleOf, fromDashboard),
      color: seriesColor(settings, index),
    };
  });
  const belowOf = ({ field, settings }: (typeof drawn)[number]) =>
    drawn.find((other) => other.field.name === settings.custom?.fillBelowTo && isBeside(other.field, field))
      ?.field ?? null;
  const borders = new Set(drawn.map(belowOf));
  return {
    times,
    series: drawn.map((one) => ({ ...one, below: belowOf(one), isBorder: borders.has(one.field) })),
  };
}

/** Whether two fields are of one group. */
const isBeside = (one: Field, other: Field) => JSON.stringify(one.labels) === JSON.stringify(other.labels);

/** The series that are told by themselves, with their places in the model. */
export const toldSeries = ({ series }: ChartModel) =>
  series.flatMap((one, index) => (one.isBorder ? [] : [{ ...one, index }]));
