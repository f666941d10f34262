import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { live } from '../../dashboards/source/live.ts';
import { launchBrowser, openPage, screenshot } from './support/browser.ts';
import { type FakeApi, startFakeApi } from './support/fake-api.ts';
import { liveQueues } from './support/fixtures.ts';
import { type BuiltViewer, buildViewer } from './support/viewer.ts';

const axeScript = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

let viewer: BuiltViewer;
let browser: Browser;
let api: FakeApi;

beforeAll(async () => {
  [viewer, browser] = await Promise.all([buildViewer(), launchBrowser()]);
  api = await startFakeApi(viewer.folder);
});

afterAll(async () => {
  await browser?.close();
  await api?.close();
  await viewer?.remove();
});

afterEach(async () => {
  api.broken.clear();
  api.queues = liveQueues();
  await Promise.all(browser.contexts().map((context) => context.close()));
});

const panel = (page: Page, title: string) => page.getByRole('article', { name: title, exact: true });
const figureOf = (page: Page, title: string) => panel(page, title).locator('.stat-value').first();

async function openLive(path = '/', options: Parameters<typeof openPage>[1] = {}) {
  const watched = await openPage(browser, options);
  await watched.page.goto(api.url + path);
  await expect.poll(() => watched.page.locator('.panel').count()).toBe(live.panels.length);
  await watched.page.locator('.skeleton').first().waitFor({ state: 'detached' });
  return watched;
}

/** What axe-core holds against the page. */
async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axeScript });
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } };
    interface AxeViolation {
      readonly id: string;
      readonly nodes: readonly { readonly html: string }[];
    }
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}

describe('the live dashboard', () => {
  it('draws every panel without an error', async () => {
    const { page, faults } = await openLive();
    for (const { title, type } of live.panels) {
      const body = panel(page, title);
      const drawn = { stat: '.stat-value', table: 'tbody tr', timeseries: '.chart-canvas canvas' }[
        type as 'stat'
      ];
      await body.locator(drawn).first().waitFor();
      expect(await body.getByRole('alert').count(), title).toBe(0);
    }
    expect(faults).toEqual([]);
    await screenshot(page, 'live-dark');
  });

  it('shows the figures that the API gave', async () => {
    const { page } = await openLive();
    const expected = liveQueues();
    const waiting = expected.reduce((sum, queue) => sum + queue.waiting, 0);
    expect(await figureOf(page, 'Waiting now').textContent()).toContain(String(waiting));
    expect(await figureOf(page, 'Longest wait').textContent()).toMatch(/^5m\s12s/);
    const cells = panel(page, 'Queues').locator('td[data-column=waiting]');
    const shown = await cells.evaluateAll((all) =>
      all.map((cell) => Number(cell.getAttribute('data-value'))),
    );
    expect(shown).toEqual(expected.map((queue) => queue.waiting).sort((a, b) => b - a));
  });

  it('shows a pushed change at once', async () => {
    const { page } = await openLive();
    await page.getByText('Live', { exact: true }).last().waitFor();
    api.queues = [{ ...liveQueues()[0]!, waiting: 77, longestWaitMs: 3_600_000 }];
    api.push();
    await expect.poll(() => figureOf(page, 'Waiting now').textContent()).toContain('77');
    await expect.poll(() => figureOf(page, 'Longest wait').textContent()).toMatch(/^1h\s00m/);
    expect(await panel(page, 'Queues').locator('tbody tr').count()).toBe(1);
  });

  it('says when the connection is lost, keeps its figures, and comes back by itself', async () => {
    const { page } = await openLive();
    await api.goAway();
    await page.getByText('Connection lost.').waitFor();
    expect(await figureOf(page, 'Waiting now').textContent()).toContain('29');
    await screenshot(page, 'live-lost');
    api.queues = [{ ...liveQueues()[0]!, waiting: 51 }];
    await api.comeBack();
    await expect.poll(() => figureOf(page, 'Waiting now').textContent(), { timeout: 15_000 }).toContain('51');
    await page.getByText('Connection lost.').waitFor({ state: 'detached' });
  });

  it('says what failed in the panel that failed, and draws the others', async () => {
    api.broken.add('/api/v1/live/targets');
    const { page } = await openLive();
    const message = panel(page, 'Targets at risk').getByRole('alert');
    await message.waitFor();
    expect(await message.textContent()).toContain('The store does not answer storage_unavailable');
    await figureOf(page, 'Waiting now').waitFor();
  });

  it('asks with the variables, the range and the zone of the address', async () => {
    api.asked.length = 0;
    await openLive('/d/live?var-queue=vip&var-queue=billing&from=now-24h&to=now&timezone=utc');
    const asked = api.asked.map(decodeURIComponent);
    expect(asked).toContain('/api/v1/live/queues?queue=vip&queue=billing');
    expect(asked).toContain(
      '/api/v1/query?metrics=service_level&interval=15m&from=now-24h&to=now&tz=UTC&queue=vip&queue=billing',
    );
  });

  it.each(['dark', 'light'] as const)('has nothing that axe-core objects to, %s', async (colorScheme) => {
    const { page } = await openLive('/', { colorScheme });
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: /^Time range/ }).click();
    expect(await violations(page)).toEqual([]);
  });

  it('fits a telephone without scrolling sideways', async () => {
    const { page } = await openLive('/?theme=light', { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await screenshot(page, 'live-narrow');
  });
});
