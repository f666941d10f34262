import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Dashboard, PanelType, Target } from '../../dashboards/model.ts';
import { type Cell, readFrame } from '../../dashboards/viewer/src/grafana/frame.ts';
import { getOrInsert } from '../../services/lib/get-or-insert.ts';
import { getJson } from '../support/product.ts';
import { screenshot } from './support/browser.ts';
import { dashboardFiles } from './support/dashboard-files.ts';
import { drawingOf, figureOf, panel } from './support/page.ts';
import { queuedCall, type RealSetting, startRealSetting } from './support/real-setting.ts';
import { addressOf, type Choice, chooseOne, targetsOf } from './support/targets.ts';

let setting: RealSetting;

beforeAll(async () => {
  setting = await startRealSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

/** Several panels show parts of one answer: it is asked for once. */
const answers = new Map<string, Promise<unknown>>();
const answerOf = (address: string) => getOrInsert(answers, address, () => getJson(setting.product, address));

const isNothing = (value: Cell) => value === null || value === '';
/** What may be empty at any hour: nobody is at work, nothing is about to be missed, no event was refused. */
const mayBeEmpty = ({ url, root_selector }: Target) =>
  [...ofTheHour, ...ofPeriods].some((path) => url.startsWith(path)) || root_selector === 'deadLetters';
const ofTheHour = ['/api/v1/live/', '/api/v1/alerts', '/api/v1/workforce/intraday'];
/** On the first of a month nobody has done much in it. */
const ofPeriods = ['scorecards', 'goals', 'feedback', 'strain', 'complaints'].map(
  (name) => `/api/v1/${name}`,
);
/** Whether a dashboard is of one value of its first variable: it is never asked for without. */
const isOfOne = ({ templating: { list } }: Dashboard) => list[0]?.type === 'query' && !list[0].includeAll;
/** Periods of the two weeks that there are: the usual ones of four weeks each reach behind them. */
const periodsOf = ({ uid }: Dashboard): Choice =>
  uid === 'compare' ? { a: ['now-14d/d/now-7d/d'], b: ['now-7d/d/now/d'] } : {};
/** What may not be known: two weeks tell not how far off a forecast is, and nobody how good a plan is when time ran out. */
const unknown = new Set(['wape', 'coverage80', 'coverage95', 'gap']);
/** What is not there where periods are typed in and nothing is filtered, and the units that the chosen metric has not. */
const notOfIt = new Set(['change', 'queue', 'channel', 'team', 'ms', 'count', 'score']);

describe.each(dashboardFiles.map((dashboard) => [dashboard.uid, dashboard] as const))(
  'after npm start, %s',
  (uid, dashboard) => {
    it.each(targetsOf(dashboard).map((one) => [one.name, one] as const))('has data: %s', async (_, of) => {
      const { target } = of;
      const one = await chooseOne(setting.product, dashboard);
      for (const chosen of (isOfOne(dashboard) ? [one] : [{}, one]) satisfies Choice[]) {
        const choice = { ...periodsOf(dashboard), ...chosen };
        const address = addressOf(of, { from: 'now-14d', to: 'now' }, choice);
        const { fields, length } = readFrame(target, await answerOf(address));
        if (mayBeEmpty(target)) continue;
        expect(length, address).toBeGreaterThan(0);
        const mayMiss = (name: string) => unknown.has(name) || (uid === 'compare' && notOfIt.has(name));
        const empty = fields.filter(({ name, values }) => !mayMiss(name) && values.every(isNothing));
        expect(
          empty.map(({ name }) => name),
          address,
        ).toEqual([]);
      }
    });

    it('draws every panel without an error', async () => {
      const periods = Object.entries(periodsOf(dashboard)).map(([name, [value]]) => [`var-${name}`, value!]);
      const { page, faults } = await setting.open(`/d/${uid}?${new URLSearchParams(periods)}`);
      for (const { title, type, targets = [] } of dashboard.panels.filter((one) => one.type !== 'row')) {
        const body = panel(page, title);
        if (!targets.some(mayBeEmpty)) await body.locator(drawingOf[type]).first().waitFor();
        expect(await body.getByRole('alert').count(), title).toBe(0);
      }
      expect(faults).toEqual([]);
      await screenshot(page, `real-${uid}`);
    });
  },
);

describe('figures on the page', () => {
  const day = 86_400_000;
  const range = { from: String(Date.now() - 9 * day), to: String(Date.now() - 2 * day) };
  const drawsValues: ReadonlySet<PanelType> = new Set(['stat', 'gauge', 'bargauge', 'table']);
  const ofWholeRange = dashboardFiles
    .flatMap(targetsOf)
    .filter(
      ({ panel: { type, timeFrom }, target: { url, format } }) =>
        drawsValues.has(type) && !timeFrom && url.startsWith('/api/v1/query?') && format === 'table',
    );

  it.each([...new Set(ofWholeRange.map(({ dashboard }) => dashboard.uid))])(
    'of %s are those of the API for the same range',
    async (uid) => {
      const query = new URLSearchParams({ ...range, timezone: 'utc', refresh: '5s' });
      const { page } = await setting.open(`/d/${uid}?${query}`);
      for (const one of ofWholeRange.filter(({ dashboard }) => dashboard.uid === uid)) {
        const { target, panel: of } = one;
        // A late event may change a figure of last week: then page and API agree a refresh later.
        await vi.waitFor(
          async () => {
            const { fields } = readFrame(target, await getJson(setting.product, addressOf(one, range)));
            const told = fields
              .filter(({ type }) => type === 'number' || of.type === 'table')
              .flatMap(({ values }) => values.map((value) => String(value ?? '')));
            const shown = await panel(page, of.title)
              .locator('[data-value]')
              .evaluateAll((all) => all.map((element) => element.getAttribute('data-value')));
            expect(told.length).toBeGreaterThan(0);
            expect(shown.sort(), one.name).toEqual(told.sort());
          },
          { timeout: 60_000 },
        );
      }
    },
  );
});

describe('the live board', () => {
  it('shows an event soon after it was produced to Kafka', async () => {
    const { page, faults } = await setting.open('/d/live');
    const queue = `desk-${Date.now()}`;
    // The queue is new: nobody else can bring its row about.
    const appears = page.evaluate(async (name) => {
      while (!document.querySelector(`td[data-column=queue][data-value=${name}]`))
        await new Promise(requestAnimationFrame);
      return Date.now();
    }, queue);
    const occurredAt = Date.now();
    await setting.produce(queuedCall(queue, occurredAt));
    const tookMs = (await appears) - occurredAt;
    console.info(`from the event to the board: ${tookMs} ms`);
    expect(faults).toEqual([]);
  });

  it('says that the connection is lost, keeps its figures, and goes on by itself', async () => {
    const { page } = await setting.open('/d/live');
    const waiting = await figureOf(page, 'Waiting now').textContent();
    setting.proxy.mode = 'refuse';
    await page.getByText('Connection lost.').waitFor();
    expect(await figureOf(page, 'Waiting now').textContent()).toBe(waiting);
    setting.proxy.mode = 'pass';
    await page.getByText('Connection lost.').waitFor({ state: 'detached' });
    const queue = `desk-${Date.now()}`;
    await setting.produce(queuedCall(queue, Date.now()));
    await panel(page, 'Live queues').locator(`td[data-column=queue][data-value=${queue}]`).waitFor();
  });
});
