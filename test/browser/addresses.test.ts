import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { live } from '../../dashboards/source/live.ts';
import { plan } from '../../dashboards/source/plan.ts';
import { screenshot } from './support/browser.ts';
import { eventually } from './support/page.ts';
import { type Setting, startSetting } from './support/setting.ts';

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

describe('an address that says what cannot be', () => {
  it.each([
    'from=garbage&to=x',
    'from=1e99',
    'from=99999999999999999999',
    'from=now&to=now-6h',
    'timezone=Mars/Olympus',
    'lang=xx&theme=pink&refresh=often&viewPanel=9999',
  ])('%s shows the dashboard, over its own range', async (query) => {
    const { page, faults } = await setting.open(`/d/live?${query}`);
    await page.getByRole('button', { name: 'Time range Last 6 hours' }).waitFor();
    expect(await page.locator('.panel').count()).toBe(live.panels.length);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it('of a figure, shows what it says and what the service answers', async () => {
    setting.api.broken.add('/api/v1/conversations');
    const { page } = await setting.open(`/d/live?drill=${encodeURIComponent('metric=nope&from=x')}`);
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { name: 'nope' }).waitFor();
    await drawer.getByText('The store does not answer').waitFor();
    expect(await page.locator('.panel').count()).toBe(live.panels.length);
    await screenshot(page, 'drill-nope', false);
  });

  it.each(['at=x&interval=30m', 'at=99999999999999999999', ''])(
    'of a forecast, says that its days cannot be told (%s)',
    async (days) => {
      const { page } = await setting.open(`/d/plan?days=${encodeURIComponent(days || 'nothing')}`);
      await page.getByRole('dialog').getByRole('alert').waitFor();
      await page.getByRole('button', { name: 'Close' }).click();
      expect(await page.locator('.panel').count()).toBe(plan.panels.length);
    },
  );

  it('of a dashboard that cannot be drawn, says so under its head', async () => {
    const { page } = await setting.open('/d/live');
    await page.route(/dashboards\/live$/, (route) =>
      route.fulfill({ json: { ...live, panels: [{ id: 1, type: 'text', title: 'Nowhere' }] } }),
    );
    await page.reload();
    await page.getByRole('alert').getByText('The dashboard could not be loaded').waitFor();
    await page.getByRole('button', { name: /^Time range/ }).waitFor();
  });

  it('of a dashboard, says that it is not there', async () => {
    const { page } = await setting.open('/d/live');
    await page.goto(`${setting.api.url}/d/%E0%A4%A`);
    await eventually(() => page.locator('main').textContent()).toContain('could not be loaded');
  });
});
