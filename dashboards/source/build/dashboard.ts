import type { Annotation, Dashboard, Panel, Variable } from '../../model.ts';
import { changeMarks } from './changes.ts';
import { type Draft, row } from './panel.ts';

interface Placed {
  readonly draft: Draft;
  readonly width: number;
}

/** A line of panels of one height. Widths are columns of 24; a grid unit is 30 px high. */
export interface Line {
  readonly height: number;
  readonly panels: readonly Placed[];
}

/** A panel and its width in columns. */
export const wide = (width: number, draft: Draft): Placed => ({ width, draft });

/** A heading over the lines that follow. */
export const headed = (title: string): Line => ({ height: 1, panels: [wide(24, row(title))] });

/** Lays lines out from top to bottom; a line must fill the 24 columns exactly. */
export function grid(lines: readonly Line[]): Panel[] {
  const panels: Panel[] = [];
  let y = 0;
  for (const { height, panels: placed } of lines) {
    let x = 0;
    for (const { width, draft } of placed) {
      panels.push({ id: panels.length + 1, ...draft, gridPos: { x, y, w: width, h: height } });
      x += width;
    }
    if (x !== 24) throw new Error(`the line at row ${y} is ${x} columns wide, not 24`);
    y += height;
  }
  return panels;
}

interface DashboardOptions {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly time: { readonly from: string; readonly to: string };
  readonly refresh: string;
  readonly variables: readonly Variable[];
  readonly lines: readonly Line[];
  /** Whether its figures are of a range that is chosen; they are unless told. */
  readonly hasRange?: false;
  /** What is marked in its charts. */
  readonly marks?: readonly Annotation[];
}

/** Everything that all dashboards share, around what is one's own. */
export function dashboard(options: DashboardOptions): Dashboard {
  return {
    uid: options.uid,
    title: options.title,
    description: options.description,
    tags: ['linewatch'],
    timezone: 'browser',
    editable: true,
    graphTooltip: 1,
    time: options.time,
    timepicker: {
      ...(options.hasRange === false ? { hidden: true as const } : {}),
      refresh_intervals: ['5s', '10s', '30s', '1m', '5m', '15m'],
    },
    refresh: options.refresh,
    schemaVersion: 39,
    links: [
      {
        type: 'dashboards',
        title: 'Linewatch',
        tags: ['linewatch'],
        asDropdown: true,
        icon: 'external link',
        includeVars: true,
        keepTime: true,
        targetBlank: false,
        tooltip: '',
        url: '',
      },
    ],
    annotations: {
      list: [
        {
          builtIn: 1,
          name: 'Annotations & Alerts',
          type: 'dashboard',
          datasource: { type: 'grafana', uid: '-- Grafana --' },
          enable: true,
          hide: true,
          iconColor: 'rgba(0, 211, 255, 1)',
        },
        ...(options.marks ?? []),
        changeMarks(options.variables),
      ],
    },
    templating: { list: options.variables },
    panels: grid(options.lines),
  };
}
