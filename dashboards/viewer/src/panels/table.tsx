import { useEnvironment } from '../state/context.ts';
import { Grid } from './grid.tsx';
import type { PanelProps } from './panel-props.ts';
import { tableColumns } from './table-model.ts';

/** A panel of rows and columns. */
export function Table({ panel, frames }: PanelProps) {
  const { fromDashboard } = useEnvironment();
  const options = (panel.options ?? {}) as { sortBy?: readonly { displayName: string; desc: boolean }[] };
  const first = options.sortBy?.[0];
  const frame = frames[0]!;
  return (
    <Grid
      label={fromDashboard(panel.title)}
      columns={tableColumns(panel, frame)}
      length={frame.length}
      firstOrder={first ? { title: first.displayName, descending: first.desc } : null}
    />
  );
}
