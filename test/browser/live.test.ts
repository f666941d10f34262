import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { screenshot } from './support/browser.ts';
import { liveQueues } from './support/fixtures.ts';
import { eventually, figureOf, panel } from './support/page.ts';
import { type Setting, startSetting } from './support/setting.ts';

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

describe('the live dashboard', () => {
  it('shows the figures that the API gave', async () => {
    const { page } = await setting.open('/');
    const expected = liveQueues().filter(({ channel }) => channel !== 'email' && channel !== 'web');
    const waiting = expected.reduce((sum, queue) => sum + queue.waiting, 0);
    expect(await figureOf(page, 'Waiting now').textContent()).toContain(String(waiting));
    expect(await figureOf(page, 'Longest wait').textContent()).toMatch(/5m\s12s/);
    const cells = panel(page, 'Live queues').locator('td[data-column=waiting]');
    const shown = await cells.evaluateAll((all) =>
      all.map((cell) => Number(cell.getAttribute('data-value'))),
    );
    expect(shown).toEqual(expected.map((queue) => queue.waiting).sort((a, b) => b - a));
  });

  it('shows a pushed change at once', async () => {
    const { page } = await setting.open('/');
    setting.api.queues = [{ ...liveQueues()[0]!, waiting: 77, longestWaitMs: 3_600_000 }];
    setting.api.push();
    await eventually(() => figureOf(page, 'Waiting now').textContent()).toContain('77');
    await eventually(() => figureOf(page, 'Longest wait').textContent()).toMatch(/1h\s00m/);
    expect(await panel(page, 'Live queues').locator('tbody tr').count()).toBe(1);
  });

  it('asks again with every push where queues are chosen', async () => {
    const { page } = await setting.open('/d/live?var-queue=vip');
    expect(await figureOf(page, 'Waiting now').textContent()).toContain('0');
    setting.api.queues = liveQueues().map((queue) => ({ ...queue, waiting: 3 }));
    setting.api.push();
    await eventually(() => figureOf(page, 'Waiting now').textContent()).toContain('3');
    expect(setting.api.asked).toContain('/api/v1/live/queues?queue=vip');
  });

  it('says when the connection is lost, keeps its figures, and comes back by itself', async () => {
    const { page } = await setting.open('/');
    await setting.api.goAway();
    await page.getByText('Connection lost.').waitFor();
    expect(await figureOf(page, 'Waiting now').textContent()).toContain('29');
    await screenshot(page, 'live-lost');
    setting.api.queues = [{ ...liveQueues()[0]!, waiting: 51 }];
    await setting.api.comeBack();
    await eventually(() => figureOf(page, 'Waiting now').textContent()).toContain('51');
    await page.getByText('Connection lost.').waitFor({ state: 'detached' });
  });

  it('says what failed in the panel that failed, and draws the others', async () => {
    setting.api.broken.add('/api/v1/live/targets');
    const { page } = await setting.open('/');
    const message = panel(page, 'Targets at risk').getByRole('alert');
    await message.waitFor();
    expect(await message.textContent()).toContain('The store does not answer storage_unavailable');
    await figureOf(page, 'Waiting now').waitFor();
  });

  it('does not grow with the pushes', async () => {
    const ballast = 100_000;
    const { page } = await setting.open('/d/live?refresh=off');
    const session = await page.context().newCDPSession(page);
    const heap = async () => {
      // Once is not enough: what finalizers let go of is taken by the next collection.
      for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    /** Pushes, and waits until the last figure is on the page. */
    const push = async (first: number, last: number) => {
      for (let waiting = first; waiting <= last; waiting += 1) {
        setting.api.queues = [{ ...liveQueues()[0]!, waiting, ballast: 'x'.repeat(ballast) }];
        setting.api.push();
      }
      await eventually(() => figureOf(page, 'Waiting now').textContent()).toContain(
        last.toLocaleString('en'),
      );
    };
    await push(901, 920);
    const before = await heap();
    await push(921, 1_000);
    // Bodies that are kept would be 80 times the ballast.
    expect((await heap()) - before).toBeLessThan(10 * ballast);
  });

  it('marks alerts in its charts, and tells them at the crosshair', async () => {
    const { page } = await setting.open('/d/live');
    const chart = panel(page, 'Service level over time');
    await chart.getByRole('application').focus();
    // Four minutes ago: in the bucket of this moment, or in the one before.
    const told: (string | null)[] = [];
    for (let step = 0; step < 2; step += 1) {
      await page.keyboard.press('ArrowLeft');
      told.push(await chart.locator('output').textContent());
    }
    expect(told.join()).toContain('A promise was missed');
  });

  it('tells an alert in every bucket in which it fired', async () => {
    const { page } = await setting.open('/d/live');
    const chart = panel(page, 'Service level over time');
    await chart.getByRole('application').focus();
    const title = 'More callers than usual';
    const told: boolean[] = [];
    for (let ago = 0; ago < 4 * 3_600_000; ago += 900_000) {
      await page.keyboard.press('ArrowLeft');
      told.push((await chart.locator('output').textContent())?.includes(title) ?? false);
    }
    // From three hours to an hour and a half ago: six quarters of an hour, or parts of seven.
    const first = told.indexOf(true);
    const last = told.lastIndexOf(true);
    expect(last - first).toBeGreaterThanOrEqual(5);
    expect(last - first).toBeLessThanOrEqual(6);
    expect(told.slice(first, last + 1)).not.toContain(false);
  });

  it('fits a telephone without scrolling sideways', async () => {
    const { page } = await setting.open('/?theme=light', { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.getByRole('button', { name: /^Time range/ }).click();
    const sheet = (await page.locator('.sheet').boundingBox())!;
    expect(sheet.x).toBeGreaterThanOrEqual(0);
    expect(sheet.x + sheet.width).toBeLessThanOrEqual(390);
    expect(sheet.y + sheet.height).toBeLessThanOrEqual(844);
    await page.keyboard.press('Escape');
    await screenshot(page, 'live-narrow');
  });
});
