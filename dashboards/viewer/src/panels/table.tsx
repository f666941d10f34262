import { type Open, useDrill } from '../drill/use-drill.ts';
import type { Frame } from '../grafana/frame.ts';
import { linkOf } from '../grafana/link.ts';
import { useEnvironment } from '../state/context.ts';
import { readView, writeView } from '../state/location.ts';
import { chosenValues } from '../state/scope.ts';
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

/** The column of addresses of the conversations behind each row, and the one that stands for such a row. */
const conversations = 'conversations';
const subject = 'title';

/** A panel of rows and columns. */
export function Table({ panel, frames }: PanelProps) {
  const { fromDashboard, go, view, dashboard } = useEnvironment();
  const drill = useDrill(panel);
  const options = (panel.options ?? {}) as { sortBy?: readonly { displayName: string; desc: boolean }[] };
  const first = options.sortBy?.[0];
  const frame = frames[0]!;

  const chosen = Object.fromEntries(
    dashboard.templating.list.map((variable) => [variable.name, chosenValues(variable, view)]),
  );
  const columns = tableColumns(panel, frame);
  const linked = columns.find(({ settings }) => settings.links?.[0]?.url.startsWith('/d/'));
  const behind = frame.fields.find(({ name }) => name === conversations);

  function open({ field, settings }: TableColumn, row: number): Open {
    const value = field.values[row];
    const link = settings.links?.[0]?.url;
    if (link?.startsWith('/d/') && value !== null) {
      const { uid, variables } = readView(
        new URL(linkOf(link, frame.fields, row, chosen), location.href),
        '',
      );
      const there = { uid, variables: { ...view.variables, ...variables }, viewPanel: undefined };
      return Object.assign(() => go(there), { href: writeView({ ...view, ...there }) });
    }
    if (behind && field.name === subject) {
      const [, drilled] = String(behind.values[row] ?? '').split('?');
      return drilled ? () => go({ drill: drilled, conversation: undefined }) : null;
    }
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
      columns={columns}
      length={frame.length}
      firstOrder={first ? { title: first.displayName, descending: first.desc } : null}
      drill={open}
      rowKey={linked?.field.name ?? (behind ? subject : conversation)}
      rowTitle={linked ? 'drill.openPage' : behind ? 'drill.open' : 'drill.openOne'}
    />
  );
}
