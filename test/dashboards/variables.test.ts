import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dashboard, Target } from '../../dashboards/model.ts';
import { dashboards } from '../../dashboards/source/index.ts';
import { requestUrl } from '../../dashboards/viewer/src/grafana/request.ts';
import { readView, writeView } from '../../dashboards/viewer/src/state/location.ts';
import { scopeOf } from '../../dashboards/viewer/src/state/scope.ts';

type Choice = Readonly<Record<string, readonly string[]>>;

/** How Grafana 12.1 and newer encodes the values of `customqueryparam`: RFC 3986, strictly. */
const encoded = (value: string) =>
  encodeURIComponent(value).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/**
 * What Grafana makes of a text with references: a custom value for "all" stands as it is in whatever format; chosen
 * values are formatted, by `glob` where the format is none that it knows.
 */
function interpolated(text: string, { templating }: Dashboard, chosen: Choice): string {
  return text.replace(/\$\{(\w+)(?::([^}]+))?\}/g, (whole, name: string, format: string | undefined) => {
    const variable = templating.list.find((one) => one.name === name);
    if (variable?.type !== 'query') return variable ? variable.current.value : whole;
    const values = chosen[name] ?? [];
    if (values.length === 0) return variable.allValue;
    if (format === 'customqueryparam') return values.map((value) => `${name}=${encoded(value)}`).join('&');
    return values.length > 1 ? `{${values.join(',')}}` : values[0]!;
  });
}

/**
 * The parameters that the data source (Infinity 3.11.1) asks with: of the address, which it parses, and then its own,
 * which it adds; all are encoded anew.
 */
function askedByInfinity(target: Target, dashboard: Dashboard, chosen: Choice): URLSearchParams {
  const url = interpolated(target.url, dashboard, chosen).replace(/^ +| +$/g, '');
  const { searchParams } = new URL(`http://query:8080${url}`);
  for (const { key, value } of target.url_options.params) {
    searchParams.append(key, interpolated(value, dashboard, chosen));
  }
  searchParams.sort();
  return new URLSearchParams(searchParams.toString());
}

const filtering = dashboards.flatMap((dashboard) =>
  [
    ...dashboard.panels.flatMap(({ targets }) => targets ?? []),
    ...dashboard.annotations.list.flatMap(({ target }) => target ?? []),
  ]
    .filter(({ url }) => url.includes('?'))
    .map((target) => ({ dashboard, target })),
);
const filtersOf = (query: URLSearchParams): Choice =>
  Object.fromEntries(
    ['queue', 'channel', 'team'].map((name) => [name, query.getAll(name).filter((value) => value !== '')]),
  );

const ids = fc.oneof(
  fc.constantFrom(
    'Billing, EMEA',
    'a,b',
    ',',
    'a&queue=b',
    'R&D',
    '100%',
    '%2C',
    'a+b',
    ' a ',
    "O'Neill",
    '"a"',
    '*',
  ),
  fc.constantFrom(
    '$__customInterval(1d,a,b)',
    '$__combineValues(a,b,c,d)',
    '$queue',
    'sales/in',
    '#1',
    '?',
    '客服',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
);
const choices: fc.Arbitrary<Choice> = fc.record({
  queue: fc.uniqueArray(ids, { maxLength: 3 }),
  channel: fc.uniqueArray(ids, { maxLength: 2 }),
  team: fc.uniqueArray(ids, { maxLength: 2 }),
});

describe('what is chosen of a dashboard’s variables is asked for as it is', () => {
  it('by Grafana through the data source', () => {
    expect(filtering.length).toBeGreaterThan(50);
    fc.assert(
      fc.property(fc.constantFrom(...filtering), choices, ({ target, dashboard }, chosen) => {
        const asked = filtersOf(askedByInfinity(target, dashboard, chosen));
        for (const [name, values] of Object.entries(asked)) {
          expect(values).toEqual(target.url.includes(`\${${name}:`) ? chosen[name] : []);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('by the viewer, through its own address, for the same figures', () => {
    fc.assert(
      fc.property(fc.constantFrom(...filtering), choices, ({ target, dashboard }, chosen) => {
        const address = writeView({ uid: dashboard.uid, kiosk: false, variables: chosen });
        // One that has a single value takes the first: Grafana never has more of it.
        const single = dashboard.templating.list.filter((one) => one.type === 'query' && !one.multi);
        const taken = {
          ...chosen,
          ...Object.fromEntries(
            single.flatMap(({ name }) => (chosen[name] ? [[name, chosen[name].slice(0, 1)]] : [])),
          ),
        };
        const view = readView(new URL(address, 'http://host'), '');
        const url = new URL(requestUrl(target, scopeOf(view, dashboard)), 'http://host');
        expect(filtersOf(url.searchParams)).toEqual(filtersOf(askedByInfinity(target, dashboard, taken)));
      }),
      { numRuns: 500 },
    );
  });

  it('with a parameter that the service refuses, where Grafana is too old to know the format', () => {
    const { dashboard, target } = filtering[0]!;
    const older: Target = { ...target, url: target.url.replaceAll('customqueryparam', 'unheard-of') };
    const asked = askedByInfinity(older, dashboard, { queue: ['Billing, EMEA', 'vip'] });
    expect(asked.has('{Billing, EMEA,vip}')).toBe(true);
  });
});
