/**
 * The part of Grafana's dashboard JSON (schema 39) that Linewatch uses. The generator writes it, the viewer
 * draws it; a field that is not here is neither written nor drawn. Names and meanings are Grafana's own.
 */

/** A dashboard as it lies in `dashboards/*.json`. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly timezone: string;
  readonly editable: boolean;
  /** 1: all panels share one crosshair. */
  readonly graphTooltip: 0 | 1 | 2;
  readonly time: { readonly from: string; readonly to: string };
  /** `hidden`: its figures are of other times than a range that is chosen. */
  readonly timepicker: { readonly hidden?: true; readonly refresh_intervals: readonly string[] };
  readonly refresh: string;
  readonly schemaVersion: number;
  readonly links: readonly DashboardLink[];
  readonly annotations: { readonly list: readonly Annotation[] };
  readonly templating: { readonly list: readonly Variable[] };
  readonly panels: readonly Panel[];
}

export interface DashboardLink {
  readonly type: 'dashboards';
  readonly title: string;
  readonly tags: readonly string[];
  readonly asDropdown: boolean;
  readonly icon: string;
  readonly includeVars: boolean;
  readonly keepTime: boolean;
  readonly targetBlank: boolean;
  readonly tooltip: string;
  readonly url: string;
}

export interface DataSource {
  readonly type: string;
  readonly uid: string;
}

export interface Annotation {
  readonly name: string;
  readonly datasource: DataSource;
  readonly enable: boolean;
  readonly hide: boolean;
  readonly iconColor: string;
  readonly builtIn?: number;
  readonly type?: string;
  readonly target?: Target;
}

export interface VariableOption {
  readonly text: string;
  readonly value: string;
  readonly selected: boolean;
}

interface VariableBase {
  readonly name: string;
  readonly label: string;
  readonly hide: 0 | 1 | 2;
  readonly skipUrlSync: boolean;
  /** Shown beside its label. */
  readonly description?: string;
}

/** Values come from the data source. */
export interface QueryVariable extends VariableBase {
  readonly type: 'query';
  readonly datasource: DataSource;
  readonly definition: string;
  readonly query: { readonly queryType: 'infinity'; readonly query: string; readonly infinityQuery: Target };
  readonly refresh: number;
  readonly regex: string;
  readonly sort: number;
  readonly multi: boolean;
  readonly includeAll: boolean;
  /** What a reference becomes while all values are chosen, in whatever format. */
  readonly allValue: string;
  readonly current: { readonly text: readonly string[]; readonly value: readonly string[] };
  readonly options: readonly VariableOption[];
}

/** Values are listed in the dashboard. */
export interface CustomVariable extends VariableBase {
  readonly type: 'custom';
  readonly query: string;
  readonly multi: false;
  readonly includeAll: false;
  readonly current: { readonly text: string; readonly value: string };
  readonly options: readonly VariableOption[];
}

/** A value that is typed in. Empty unless somebody does. */
export interface TextBoxVariable extends VariableBase {
  readonly type: 'textbox';
  readonly query: string;
  readonly current: { readonly text: string; readonly value: string };
  readonly options: readonly VariableOption[];
}

/** A variable whose value is one of a list, or several. */
export type ChoosableVariable = QueryVariable | CustomVariable;

export type Variable = ChoosableVariable | TextBoxVariable;

export interface Column {
  /** Path of the value in a row of the answer. */
  readonly selector: string;
  /** Name of the field; several columns may show one selector. */
  readonly text: string;
  readonly type: 'string' | 'number' | 'timestamp';
}

/** A query of the Infinity data source: one GET of the query service, read as a table. */
export interface Target {
  readonly refId: string;
  readonly datasource?: DataSource;
  readonly type: 'json';
  readonly source: 'url';
  readonly parser: 'backend';
  /** `timeseries` turns a column of text into a series for each of its values. */
  readonly format: 'table' | 'timeseries';
  readonly url: string;
  readonly url_options: {
    readonly method: 'GET';
    readonly data: string;
    readonly params: readonly { readonly key: string; readonly value: string }[];
  };
  /** Path of the rows in the answer; empty when the answer itself is the list. */
  readonly root_selector: string;
  readonly columns: readonly Column[];
  readonly filters: readonly never[];
  /** Keeps the rows for which it holds, over the columns' names: `a == 'x' || a == 'y'`. */
  readonly filterExpression?: string;
}

export interface Threshold {
  readonly color: string;
  /** Null for the step that everything begins with. */
  readonly value: number | null;
}

export interface ValueMapping {
  readonly type: 'value';
  readonly options: Readonly<
    Record<string, { readonly text: string; readonly color?: string; readonly index: number }>
  >;
}

export interface FieldColor {
  readonly mode: 'thresholds' | 'fixed' | 'palette-classic' | 'continuous-blues';
  readonly fixedColor?: string;
}

/** A way from a value to a page: the viewer goes to dashboards (`/d/…`), and has ways of its own to the rest. */
export interface DataLink {
  readonly title: string;
  readonly url: string;
  readonly targetBlank: boolean;
}

/** `fieldConfig.defaults`, and after the overrides the settings of one field. */
export interface FieldSettings {
  readonly displayName?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  readonly noValue?: string;
  readonly color?: FieldColor;
  readonly thresholds?: { readonly mode: 'absolute'; readonly steps: readonly Threshold[] };
  readonly mappings?: readonly ValueMapping[];
  readonly links?: readonly DataLink[];
  readonly custom?: Readonly<Record<string, unknown>>;
}

export interface FieldOverride {
  readonly matcher: { readonly id: 'byName' | 'byRegexp'; readonly options: string };
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

export interface FieldConfig {
  readonly defaults: FieldSettings;
  readonly overrides: readonly FieldOverride[];
}

export interface GridPos {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export type PanelType =
  | 'stat'
  | 'timeseries'
  | 'table'
  | 'barchart'
  | 'bargauge'
  | 'gauge'
  | 'heatmap'
  | 'state-timeline'
  | 'text'
  /** A heading over the panels that follow. */
  | 'row';

/** Orders the rows of a table. */
export interface SortBy {
  readonly id: 'sortBy';
  readonly options: {
    readonly fields: Readonly<Record<string, never>>;
    readonly sort: readonly { readonly field: string; readonly desc: boolean }[];
  };
}

export interface Panel {
  readonly id: number;
  readonly type: PanelType;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: GridPos;
  readonly datasource?: DataSource;
  readonly targets?: readonly Target[];
  readonly fieldConfig?: FieldConfig;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly transformations?: readonly SortBy[];
  /** Time range of its own, back from now: `30m`. */
  readonly timeFrom?: string;
  /** Of a row: whether what follows is out of sight. Then its panels lie in it, else under it. */
  readonly collapsed?: false;
  readonly panels?: readonly never[];
}
