import type { Field, Frame } from '../grafana/frame.ts';
import type { Texts } from './index.ts';

const column = /^(.*)title$/;

/**
 * Puts the titles of metrics into the language of the page: a column `title` (or `other_title`) is of the metrics whose
 * ids stand in the column `metric` (`other_metric`) beside it.
 */
export function withMetricTitles(frame: Frame, ofMetric: Texts['ofMetric']): Frame {
  const idsOf = ({ name }: Field) => {
    const [, prefix] = column.exec(name) ?? [];
    return prefix === undefined ? undefined : frame.fields.find((one) => one.name === `${prefix}metric`);
  };
  return {
    ...frame,
    fields: frame.fields.map((field) => {
      const ids = idsOf(field);
      if (!ids) return field;
      const titles = field.values.map((title, row) =>
        title === null
          ? null
          : ofMetric({ id: String(ids.values[row]), title: String(title), definition: '' }).title,
      );
      return { ...field, values: titles };
    }),
  };
}
