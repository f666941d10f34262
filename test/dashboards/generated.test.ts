import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Dashboard, Target } from '../../dashboards/model.ts';
import { dashboards, toJson } from '../../dashboards/source/index.ts';

const folder = new URL('../../dashboards/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

function targetsOf(dashboard: Dashboard): Target[] {
  const variables = dashboard.templating.list.flatMap((variable) =>
    variable.type === 'query' ? [variable.query.infinityQuery] : [],
  );
  const marks = dashboard.annotations.list.flatMap(({ target }) => target ?? []);
  return [...variables, ...marks, ...dashboard.panels.flatMap(({ targets }) => targets ?? [])];
}

describe('the dashboards', () => {
  it('lie in the folder as their source writes them', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
    expect(files.sort()).toEqual(dashboards.map(({ uid }) => `${uid}.json`).sort());
    for (const dashboard of dashboards) {
      expect(
        read(`${dashboard.uid}.json`) === toJson(dashboard),
        `${dashboard.uid}.json is stale: run node --import tsx dashboards/generate.ts`,
      ).toBe(true);
    }
  });
});

describe.each(dashboards.map((dashboard) => [dashboard.uid, dashboard] as const))(
  'dashboard %s',
  (_, dashboard) => {
    it('fills the 24 columns with panels that do not overlap', () => {
      const taken = new Map<string, string>();
      for (const { title, gridPos } of dashboard.panels) {
        expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
        for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1) {
          for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
            expect(taken.get(`${x},${y}`), `${title} lies on another panel`).toBeUndefined();
            taken.set(`${x},${y}`, title);
          }
        }
      }
    });

    it('gives every panel a title, a description and an id of its own', () => {
      for (const panel of dashboard.panels) {
        expect(panel.title).not.toBe('');
        if (panel.type !== 'text' && panel.type !== 'row')
          expect(panel.description, panel.title).toMatch(/\.$/);
      }
      expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    });

    it('names agents by their ids, which get a title where there is one: not everybody has a name', () => {
      for (const { title, fieldConfig } of dashboard.panels) {
        for (const { matcher, properties } of fieldConfig?.overrides ?? []) {
          if (properties.some(({ id, value }) => id === 'displayName' && value === 'Agent'))
            expect(matcher.options, title).toBe('agent');
        }
      }
    });

    it('asks the query service by addresses relative to the data source', () => {
      for (const target of targetsOf(dashboard)) {
        expect(target.datasource).toEqual({ type: 'yesoreyeram-infinity-datasource', uid: 'linewatch' });
        expect(target.url).toMatch(/^\/api\/v1\//);
        expect(target.columns.length).toBeGreaterThan(0);
      }
    });

    it('refers only to variables that it has, or that Grafana has', () => {
      const known = new Set([
        ...dashboard.templating.list.map(({ name }) => name),
        ...['__from', '__to', '__timezone'],
      ]);
      for (const [, name] of JSON.stringify(targetsOf(dashboard)).matchAll(/\$\{(\w+)/g)) {
        expect(known).toContain(name);
      }
    });

    it('has a form for what is typed in, and asks with it under its own name', () => {
      const boxes = dashboard.templating.list
        .filter(({ type }) => type === 'textbox')
        .map(({ name }) => name);
      const contents = dashboard.panels.map(({ options }) => String(options?.content ?? ''));
      const inForms = contents.flatMap((content) =>
        [...content.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name),
      );
      expect(inForms).toEqual(boxes);
      const parameters = targetsOf(dashboard).flatMap(({ url_options }) => url_options.params);
      for (const name of boxes) expect(parameters).toContainEqual({ key: name, value: `\${${name}}` });
    });

    it('has a field of its own for each lower border of a band', () => {
      for (const { title, targets, fieldConfig } of dashboard.panels) {
        const fields = targets?.flatMap(({ columns }) => columns.map(({ text }) => text)) ?? [];
        for (const { id, value } of fieldConfig?.overrides.flatMap(({ properties }) => properties) ?? []) {
          if (id === 'custom.fillBelowTo') expect(fields, title).toContain(value);
        }
      }
    });

    it('narrows alerts by its variables, as its other figures', () => {
      for (const { url } of targetsOf(dashboard).filter((target) => target.url.includes('/alerts'))) {
        for (const name of ['queue', 'channel', 'team']) expect(url).toContain(`\${${name}:`);
      }
    });

    it('says 0 in Grafana for no row of what is counted, and nothing for a figure that is then unknown', () => {
      for (const { fieldConfig, options, title } of dashboard.panels) {
        const { calcs } = (options?.reduceOptions ?? { calcs: [] }) as { calcs: readonly string[] };
        const counts = calcs.some((calc) => calc === 'sum' || calc === 'count');
        // What nobody has stored yet has no partitions, but it may well lag.
        const isKnown = counts && title !== 'Lag';
        expect(fieldConfig?.defaults.noValue, title).toBe(isKnown ? '0' : undefined);
        for (const { properties } of fieldConfig?.overrides ?? []) {
          expect(properties.map(({ id }) => id)).not.toContain('noValue');
        }
      }
    });

    it('has overrides only for fields that its targets give', () => {
      for (const panel of dashboard.panels) {
        const fields = new Set(panel.targets?.flatMap(({ columns }) => columns.map(({ text }) => text)));
        for (const { matcher } of panel.fieldConfig?.overrides ?? []) {
          if (matcher.id === 'byName') expect(fields, panel.title).toContain(matcher.options);
        }
      }
    });
  },
);
