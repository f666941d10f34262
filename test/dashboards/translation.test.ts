import { expect, it } from 'vitest';
import type { Dashboard, FieldConfig, ValueMapping } from '../../dashboards/model.ts';
import { dashboards } from '../../dashboards/source/index.ts';
import { en } from '../../dashboards/viewer/src/i18n/en.ts';
import { zh } from '../../dashboards/viewer/src/i18n/zh.ts';
import { zhDashboards } from '../../dashboards/viewer/src/i18n/zh-dashboards.ts';
import { zhMetric } from '../../dashboards/viewer/src/i18n/zh-metrics.ts';
import { CATALOGUE } from '../../services/metrics/catalogue/index.ts';

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();

const wordsOf = (mappings: readonly ValueMapping[]) =>
  mappings.flatMap(({ options }) => Object.values(options).map(({ text }) => text));

/** Whether an override shows a field under a name of its own, or not at all. */
const isNamedElse = (config: FieldConfig | undefined, field: string) =>
  config?.overrides.some(
    ({ matcher, properties }) =>
      matcher.options === field &&
      properties.some(({ id }) => id === 'displayName' || id === 'custom.hideFrom'),
  );

/** Every text of a dashboard that people read. */
function textsOf(dashboard: Dashboard): string[] {
  const panels = dashboard.panels.flatMap(({ title, description, targets, fieldConfig, options }) => [
    // A column that is named rather than called as its selector is shown under that name, unless it has another or none.
    ...(targets ?? []).flatMap(({ columns }) =>
      columns.flatMap(({ text, selector }) =>
        text === selector || /^\d+$/.test(text) || isNamedElse(fieldConfig, text) ? [] : [text],
      ),
    ),
    title,
    description ?? '',
    fieldConfig?.defaults.displayName ?? '',
    typeof options?.content === 'string' ? options.content : '',
    ...(fieldConfig?.overrides ?? []).flatMap(({ properties }) =>
      properties.flatMap(({ id, value }) =>
        id === 'displayName' ? [String(value)] : id === 'mappings' ? wordsOf(value as ValueMapping[]) : [],
      ),
    ),
  ]);
  const variables = dashboard.templating.list.flatMap((variable) => [
    variable.label,
    variable.description ?? '',
    // Widths such as 15m are the same in both languages.
    ...(variable.type === 'custom'
      ? variable.options.map(({ text }) => text).filter((text) => !/\d/.test(text))
      : []),
  ]);
  return [dashboard.title, dashboard.description, ...variables, ...panels].filter(
    (text) => text !== '' && !text.startsWith('${'),
  );
}

it('every text of every dashboard is there in Chinese', () => {
  const missing = dashboards.flatMap(textsOf).filter((text) => zhDashboards[text] === undefined);
  expect([...new Set(missing)]).toEqual([]);
});

it('every metric of the catalogue has a title and a definition in Chinese', () => {
  const missing = CATALOGUE.filter(({ id }) => !/[\u4e00-\u9fff]/.test(zhMetric(id)?.definition ?? ''));
  expect(missing.map(({ id }) => id)).toEqual([]);
});

it('no translation is left over', () => {
  const used = new Set(dashboards.flatMap(textsOf));
  expect(Object.keys(zhDashboards).filter((text) => !used.has(text))).toEqual([]);
});

it('both languages of the viewer fill in the same values', () => {
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    expect(placeholders(zh[key]), key).toEqual(placeholders(en[key]));
  }
});
