import type { FieldSettings } from '../../../model.ts';
import type { Open } from '../drill/use-drill.ts';
import { roughDuration } from '../format/duration.ts';
import { figureParts, figureText, noValue } from '../format/value.ts';
import type { Cell as CellValue } from '../grafana/frame.ts';
import { type Level, levelOf, wordOf } from '../grafana/level.ts';
import type { MessageKey } from '../i18n/en.ts';
import { useEnvironment } from '../state/context.ts';
import { Countdown } from '../ui/countdown.tsx';
import { Figure } from '../ui/figure.tsx';
import { Opener } from '../ui/opener.tsx';
import { SeverityMark } from '../ui/severity-mark.tsx';
import type { TableColumn } from './table-model.ts';

/** What a cell shows, without its frame. */
function CellText({ column, value }: { readonly column: TableColumn; readonly value: CellValue }) {
  const { locale, dates, titleOf, fromDashboard } = useEnvironment();
  const { field, settings } = column;
  if (value === null) return <span class="faint">{settings.noValue ?? noValue}</span>;
  if (typeof value === 'string') {
    return (
      <>{settings.mappings ? fromDashboard(wordOf(value, settings).text) : titleOf(field.name, value)}</>
    );
  }
  if (field.type === 'timestamp' && settings.unit === 'dateTimeFromNow') {
    return <Countdown at={value} deadline={field.name === 'dueAt'} />;
  }
  if (field.type === 'timestamp') return <>{dates.dayAndTime(value)}</>;
  return <Figure parts={figureParts(value, settings, locale)} />;
}

function levelOfCell(value: CellValue, settings: FieldSettings): Level | null {
  return typeof value === 'string' ? wordOf(value, settings).level : levelOf(value, settings);
}

interface CellProps {
  readonly column: TableColumn;
  readonly value: CellValue;
  /** Share of the ground's colour, where it goes with the figure. */
  readonly heat: number | null;
  readonly open: Open;
  /** What is said of it where the whole row opens the same. */
  readonly forRow: MessageKey | null;
  /** What the cell's figure is of. */
  readonly of: string;
}

/** A cell of a table, coloured by its thresholds where the panel says so. */
export function Cell({ column, value, heat, open, forRow, of }: CellProps) {
  const { locale } = useEnvironment();
  const { field, settings } = column;
  const options = settings.custom?.cellOptions as { type?: string; wrapText?: boolean } | undefined;
  const look = options?.type ?? 'auto';
  const reached = look === 'auto' ? null : levelOfCell(value, settings);
  const level = reached?.color === 'text' ? null : reached;
  return (
    <td
      class={field.type === 'number' ? 'cell cell-number' : 'cell'}
      data-look={heat !== null ? 'heat' : level ? look : undefined}
      data-wrap={options?.wrapText}
      data-color={heat !== null ? 'blue' : level?.color}
      style={heat !== null ? { '--strength': `${Math.round(heat * 100)}%` } : undefined}
      title={heat !== null ? figureText(value, settings, locale) : undefined}
      data-column={field.name}
      data-value={value ?? ''}
    >
      <span class="cell-body">
        {level && <SeverityMark severity={level.severity} />}
        <Opener open={open} of={of} forRow={forRow}>
          {heat !== null && settings.unit === 'ms' ? (
            <Figure parts={roughDuration(Number(value), locale)} />
          ) : (
            <CellText column={column} value={value} />
          )}
        </Opener>
      </span>
    </td>
  );
}
