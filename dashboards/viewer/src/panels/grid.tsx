import { useState } from 'preact/hooks';
import type { Open } from '../drill/use-drill.ts';
import type { MessageKey } from '../i18n/en.ts';
import { useEnvironment } from '../state/context.ts';
import { Icon } from '../ui/icon.tsx';
import { OpeningRow } from '../ui/opening-row.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { Cell } from './cell.tsx';
import { heatOf } from './heat.ts';
import { type SortOrder, sortRows, type TableColumn } from './table-model.ts';

interface GridProps {
  readonly label: string;
  readonly columns: readonly TableColumn[];
  readonly length: number;
  readonly firstOrder: SortOrder | null;
  /** What lies behind a cell. */
  readonly drill?: (column: TableColumn, row: number) => Open;
  /** The column that stands for its row: what lies behind its cell, the whole row opens. */
  readonly rowKey?: string;
  /** What it says of itself. */
  readonly rowTitle?: MessageKey;
}

/** So many rows are there at first, and with each step: thousands of cells would make the page slow. */
const firstRows = 100;
const furtherRows = 500;

/** Rows and columns with headings that sort. */
export function Grid({
  label,
  columns,
  length,
  firstOrder,
  drill = () => null,
  rowKey,
  rowTitle,
}: GridProps) {
  const { t, fromDashboard, printing } = useEnvironment();
  const [order, setOrder] = useState(firstOrder);
  const [shown, setShown] = useState(firstRows);
  const heat = heatOf(columns);
  const key = columns.find(({ field }) => field.name === rowKey);
  return (
    <TableScroll label={label}>
      <table class="table">
        <thead>
          <tr>
            {columns.map(({ title, field }) => {
              const sorted = order?.title === title ? order : null;
              return (
                <th
                  key={title}
                  scope="col"
                  class={field.type === 'number' ? 'cell-number' : undefined}
                  aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
                >
                  <button
                    type="button"
                    class="heading"
                    title={t('table.sort', { column: fromDashboard(title) })}
                    onClick={() => setOrder({ title, descending: sorted ? !sorted.descending : false })}
                  >
                    {fromDashboard(title)}
                    {sorted && <Icon name={sorted.descending ? 'down' : 'up'} />}
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sortRows(columns, length, order)
            .slice(0, printing ? length : shown)
            .map((row) => (
              <OpeningRow key={row} open={key ? drill(key, row) : null}>
                {columns.map((column) => (
                  <Cell
                    key={column.title}
                    column={column}
                    value={column.field.values[row]!}
                    heat={heat(column, column.field.values[row])}
                    open={drill(column, row)}
                    forRow={column === key ? (rowTitle ?? 'drill.openOne') : null}
                    of={fromDashboard(column.title)}
                  />
                ))}
              </OpeningRow>
            ))}
        </tbody>
      </table>
      {!printing && length > shown && (
        <button type="button" class="button table-rest" onClick={() => setShown(shown + furtherRows)}>
          {t('table.rest', { count: length - shown })}
        </button>
      )}
    </TableScroll>
  );
}
