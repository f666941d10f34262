import { type Open, useDrill } from '../drill/use-drill.ts';
import type { Frame } from '../grafana/frame.ts';
import { useEnvironment } from '../state/context.ts';
import { Grid } from './grid.tsx';
import type { PanelProps } from './panel-props.ts';
import { type TableColumn, tableColumns } from './table-model.ts';

/** The dimensions of a row: its texts by their columns. */
function labelsOf(frame: Frame, row: number): Record<string, string> {
  const texts = frame.fields.filter(({ type }) => type === 'string');
  return Object.fromEntries(texts.map(({ name, values }) => [name, String(values[row] ?? '')]));
}

/** The instant of a row that is of an interval. */
function bucketOf(frame: Frame, row: number): { from: number; to: number } | undefined {
  const from = frame.fields.find(({ name }) => name === 'bucket')?.values[row];
  return typeof from === 'number' ? { from, to: from } : undefined;
}

/** The column whose row is of one conversation, which it opens. */
const conversation = 'conversationId';

/** A panel of rows and columns. */
export function Table({ panel, frames }: PanelProps) {
  const { fromDashboard, go } = useEnvironment();
  const drill = useDrill(panel);
  const options = (panel.options ?? {}) as { sortBy?: readonly { displayName: string; desc: boolean }[] };
  const first = options.sortBy?.[0];
  const frame = frames[0]!;

  function open({ field }: TableColumn, row: number): Open {
    const value = field.values[row];
    if (field.name === conversation && value) {
      return () => go({ conversation: String(value), drill: undefined });
    }
    return field.type === 'number' && value !== null
      ? drill(field.name, labelsOf(frame, row), bucketOf(frame, row))
      : null;
  }
  return (
    <Grid
      label={fromDashboard(panel.title)}
      columns={tableColumns(panel, frame)}
      length={frame.length}
      firstOrder={first ? { title: first.displayName, descending: first.desc } : null}
      drill={open}
      rowKey={conversation}
    />
  );
}
