import type { FieldSettings, Panel } from '../../../model.ts';
import type { Field, Frame } from '../grafana/frame.ts';
import { isUnseen, settingsOf } from '../grafana/settings.ts';
import { compareCells } from '../grafana/sort.ts';

/** A column of a table as it is shown. */
export interface TableColumn {
  readonly field: Field;
  readonly settings: FieldSettings;
  /** Heading, in the dashboard's own language. */
  readonly title: string;
}

export interface SortOrder {
  readonly title: string;
  readonly descending: boolean;
}

/** The columns of a frame under the panel's settings, without those that are there for links only. */
export function tableColumns(panel: Pick<Panel, 'fieldConfig'>, frame: Frame): TableColumn[] {
  return frame.fields
    .map((field) => {
      const settings = settingsOf(panel.fieldConfig, field);
      return { field, settings, title: settings.displayName ?? field.name };
    })
    .filter(({ settings }) => !isUnseen(settings));
}

/** Row numbers in their order; rows without a value come last in both directions. */
export function sortRows(columns: readonly TableColumn[], length: number, order: SortOrder | null): number[] {
  const rows = Array.from({ length }, (_, row) => row);
  const values = columns.find(({ title }) => title === order?.title)?.field.values;
  if (!order || !values) return rows;
  return rows.sort((one, two) => compareCells(values[one]!, values[two]!, order.descending));
}
