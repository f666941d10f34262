import type { FieldOverride, FieldSettings, Panel, PanelType, Target } from '../../model.ts';
import { dataSource, metrics } from './target.ts';

/** A panel that has no place yet; `grid` gives it one. */
export type Draft = Omit<Panel, 'id' | 'gridPos'>;

interface Common {
  readonly title: string;
  readonly description: string;
  readonly targets: readonly Target[];
  readonly defaults?: FieldSettings;
  readonly overrides?: readonly FieldOverride[];
  /** Own range back from now, such as `30m`. */
  readonly timeFrom?: string;
}

function panel(type: PanelType, common: Common, options: Readonly<Record<string, unknown>>): Draft {
  return {
    type,
    title: common.title,
    description: common.description,
    datasource: dataSource,
    targets: common.targets,
    fieldConfig: { defaults: common.defaults ?? {}, overrides: common.overrides ?? [] },
    options,
    ...(common.timeFrom ? { timeFrom: common.timeFrom } : {}),
  };
}

interface Reduction {
  readonly calc: 'lastNotNull' | 'sum' | 'max' | 'min' | 'mean' | 'count';
  /** Regular expression of field names; without it all fields of numbers. */
  readonly fields?: string;
}

const reduceOptions = ({ calc, fields }: Reduction) => ({
  calcs: [calc],
  fields: fields ?? '',
  values: false,
});

interface Stat extends Common, Reduction {
  readonly colour?: 'value' | 'background' | 'none';
  readonly graph?: 'area' | 'none';
  /** `horizontal`: figures one under the other. */
  readonly orientation?: 'auto' | 'horizontal';
}

/** Big figures: one a field. */
export const stat = (options: Stat): Draft =>
  panel('stat', options, {
    reduceOptions: reduceOptions(options),
    colorMode: options.colour ?? 'value',
    graphMode: options.graph ?? 'none',
    justifyMode: 'auto',
    orientation: options.orientation ?? 'auto',
    textMode: 'auto',
    wideLayout: true,
  });

/** One metric over the whole range, without a colour of its own. */
export const total = (
  title: string,
  description: string,
  id: string,
  { defaults, ...options }: { defaults: FieldSettings; filters?: readonly string[] },
): Draft =>
  stat({
    title,
    description,
    targets: [metrics([id], { interval: 'total', ...options })],
    calc: 'lastNotNull',
    colour: 'none',
    defaults,
  });

/** A figure on an arc from `min` to `max` of the field. */
export const gauge = (options: Common & Reduction): Draft =>
  panel('gauge', options, {
    reduceOptions: reduceOptions(options),
    orientation: 'auto',
    showThresholdLabels: false,
    showThresholdMarkers: true,
  });

interface Timeseries extends Common {
  readonly style?: 'line' | 'bars';
  readonly stack?: boolean;
  readonly fill?: number;
  /** Whether a value holds from its time to the next, as a number of people does. */
  readonly stepped?: boolean;
}

/** Series over time. */
export function timeseries(options: Timeseries): Draft {
  const custom = {
    drawStyle: options.style ?? 'line',
    lineInterpolation: options.stepped ? 'stepAfter' : 'linear',
    lineWidth: 2,
    fillOpacity: options.fill ?? (options.style === 'bars' ? 80 : 8),
    showPoints: 'never',
    spanNulls: false,
    stacking: { mode: options.stack ? 'normal' : 'none', group: 'A' },
    ...options.defaults?.custom,
  };
  return panel(
    'timeseries',
    {
      ...options,
      defaults: { color: { mode: 'palette-classic' }, ...options.defaults, custom },
    },
    {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
      tooltip: { mode: 'multi', sort: 'none' },
    },
  );
}

/** One series as bars from zero, each in the colour of the threshold that it has reached. */
export const differenceBars = (options: Common): Draft =>
  timeseries({
    ...options,
    style: 'bars',
    defaults: {
      ...options.defaults,
      color: { mode: 'thresholds' },
      custom: { gradientMode: 'scheme', ...options.defaults?.custom },
    },
  });

interface Bars extends Common {
  readonly stack?: boolean;
  /** Field by whose figures the rows stand, the greatest first; else they stand as they came. */
  readonly greatestFirst?: string;
}

const ordered = (draft: Draft, { greatestFirst: field }: Pick<Bars, 'greatestFirst'>): Draft =>
  field
    ? {
        ...draft,
        transformations: [{ id: 'sortBy', options: { fields: {}, sort: [{ field, desc: true }] } }],
      }
    : draft;

/** Bars: a row a text of the table, its numbers side by side or in one line. */
export const barchart = (options: Bars): Draft =>
  ordered(
    panel(
      'barchart',
      { ...options, defaults: { color: { mode: 'palette-classic' }, ...options.defaults } },
      {
        orientation: 'horizontal',
        stacking: options.stack ? 'normal' : 'none',
        showValue: 'auto',
        barWidth: 0.8,
        groupWidth: 0.8,
        legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
        tooltip: { mode: 'multi', sort: 'none' },
      },
    ),
    options,
  );

/** A figure a row of the table, on a bar in the colour of its threshold. */
export const bargauge = (options: Common & Pick<Bars, 'greatestFirst'>): Draft =>
  ordered(
    panel('bargauge', options, {
      reduceOptions: { calcs: ['lastNotNull'], fields: '', values: true },
      displayMode: 'basic',
      orientation: 'horizontal',
      showUnfilled: true,
      valueMode: 'color',
    }),
    options,
  );

/** Series as rows, time as columns, the value as depth of colour. */
export const heatmap = (options: Common): Draft =>
  panel('heatmap', options, {
    calculate: false,
    color: { mode: 'scheme', scheme: 'Greens', steps: 64 },
    cellGap: 1,
    legend: { show: true },
    tooltip: { mode: 'single' },
    yAxis: { axisPlacement: 'left' },
  });

/** Each series as a row of stretches in the colours of its thresholds. */
export const stateTimeline = (options: Common): Draft =>
  panel('state-timeline', options, {
    mergeValues: true,
    showValue: 'auto',
    alignValue: 'left',
    rowHeight: 0.85,
    legend: { displayMode: 'list', placement: 'bottom', showLegend: false },
    tooltip: { mode: 'single', sort: 'none' },
  });

/** Words in Markdown. */
export const text = (title: string, content: string): Draft => ({
  type: 'text',
  title,
  options: { mode: 'markdown', content },
});

/** A heading over the lines that follow. */
export const row = (title: string): Draft => ({ type: 'row', title, collapsed: false, panels: [] });

interface Table extends Common {
  readonly sortBy?: string;
  readonly descending?: boolean;
}

/** Rows and columns; a column's cell type stands in its override. */
export const table = (options: Table): Draft =>
  panel('table', options, {
    showHeader: true,
    cellHeight: 'sm',
    sortBy: options.sortBy ? [{ displayName: options.sortBy, desc: options.descending ?? false }] : [],
  });
