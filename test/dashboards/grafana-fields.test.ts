import { describe, expect, it } from 'vitest';
import { dashboardFiles } from '../browser/support/dashboard-files.ts';

/** The fields that Grafana's schemas (11.x: dashboard kind, panel and Infinity query types) have, by where they stand. */
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const DASHBOARD = words(
  `annotations description editable fiscalYearStartMonth gnetId graphTooltip id links liveNow panels preload refresh
   revision schemaVersion style tags templating time timepicker timezone title uid version weekStart`,
);
const PANEL = words(
  `cacheTimeout collapsed datasource description fieldConfig gridPos hideTimeOverride id interval libraryPanel links
   maxDataPoints maxPerRow options panels pluginVersion queryCachingTTL repeat repeatDirection targets timeFrom timeShift
   title transformations transparent type`,
);
const FIELD = words(
  `actions color custom decimals description displayName displayNameFromDS filterable links mappings max min noValue
   path thresholds unit writeable`,
);
const TARGET = words(
  `columns computed_columns datasource filterExpression filters format hide parser queryType refId root_selector
   source summarizeExpression type uql url url_options`,
);
const ANNOTATION = words(
  'builtIn datasource enable expr filter hide iconColor mappings name placement target type',
);
const VARIABLE = words(
  `allValue allowCustomValue current datasource definition description hide id includeAll label multi name options
   query refresh regex skipUrlSync sort type`,
);
const CUSTOM: Readonly<Record<string, ReadonlySet<string>>> = {
  timeseries: words(
    `axisBorderShow axisCenteredZero axisColorMode axisGridShow axisLabel axisPlacement axisSoftMax axisSoftMin
     axisWidth barAlignment barMaxWidth barWidthFactor drawStyle fillBelowTo fillColor fillOpacity gradientMode hideFrom
     insertNulls lineColor lineInterpolation lineStyle lineWidth pointColor pointSize pointSymbol scaleDistribution
     showPoints spanNulls stacking thresholdsStyle transform`,
  ),
  barchart: words(
    `axisBorderShow axisCenteredZero axisColorMode axisGridShow axisLabel axisPlacement axisSoftMax axisSoftMin axisWidth
     fillOpacity gradientMode hideFrom lineWidth scaleDistribution thresholdsStyle`,
  ),
  table: words('align cellOptions displayMode filterable hidden hideFrom inspect minWidth width'),
};
const OPTIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  stat: words(
    'colorMode graphMode justifyMode orientation percentChangeColorMode reduceOptions showPercentChange text textMode wideLayout',
  ),
  gauge: words(
    'minVizHeight minVizWidth orientation reduceOptions showThresholdLabels showThresholdMarkers sizing text',
  ),
  bargauge: words(
    `displayMode legend maxVizHeight minVizHeight minVizWidth namePlacement orientation reduceOptions showUnfilled
     sizing text valueMode`,
  ),
  timeseries: words('legend orientation timezone tooltip'),
  barchart: words(
    `barRadius barWidth colorByField fullHighlight groupWidth legend orientation showValue stacking text tooltip xField
     xTickLabelMaxLength xTickLabelRotation xTickLabelSpacing`,
  ),
  heatmap: words(
    `calculate calculation cellGap cellRadius cellValues color exemplars filterValues legend rowsFrame selectionMode
     showValue tooltip yAxis`,
  ),
  'state-timeline': words('alignValue legend mergeValues perPage rowHeight showValue timezone tooltip'),
  table: words('cellHeight enablePagination footer frameIndex showHeader showTypeIcons sortBy'),
  text: words('code content mode'),
  row: words(''),
};
const COLOUR_MODES = words('thresholds fixed palette-classic continuous-blues');

describe.each(dashboardFiles.map((dashboard) => [dashboard.uid, dashboard] as const))(
  'Grafana knows every field of %s',
  (_, dashboard) => {
    const unknown = (object: object | undefined, known: ReadonlySet<string>) =>
      Object.keys(object ?? {}).filter((name) => !known.has(name));

    it('of the dashboard, its variables and annotations', () => {
      expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(39);
      expect(unknown(dashboard, DASHBOARD)).toEqual([]);
      for (const variable of dashboard.templating.list) expect(unknown(variable, VARIABLE)).toEqual([]);
      for (const annotation of dashboard.annotations.list) {
        expect(unknown(annotation, ANNOTATION)).toEqual([]);
        expect(unknown(annotation.target, TARGET)).toEqual([]);
      }
    });

    it.each(dashboard.panels.map((panel) => [panel.title, panel] as const))('of the panel %s', (_, panel) => {
      const { fieldConfig, options, targets = [], type } = panel;
      expect(unknown(panel, PANEL)).toEqual([]);
      expect(unknown(options, OPTIONS[type]!)).toEqual([]);
      for (const target of targets) expect(unknown(target, TARGET)).toEqual([]);
      expect(unknown(fieldConfig?.defaults, FIELD)).toEqual([]);
      const custom = CUSTOM[type] ?? new Set<string>();
      expect(unknown(fieldConfig?.defaults.custom, custom)).toEqual([]);
      const { color } = fieldConfig?.defaults ?? {};
      if (color) expect(COLOUR_MODES).toContain(color.mode);
      for (const { id } of fieldConfig?.overrides.flatMap(({ properties }) => properties) ?? []) {
        const [first, second = ''] = id.split('.');
        expect(first === 'custom' ? custom.has(second) : FIELD.has(id), id).toBe(true);
      }
    });
  },
);
