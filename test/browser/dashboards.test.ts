import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PanelType } from '../../dashboards/model.ts';
import { dashboards } from '../../dashboards/source/index.ts';
import { screenshot } from './support/browser.ts';
import { panel, violations } from './support/page.ts';
import { type Setting, startSetting } from './support/setting.ts';

const drawings: Readonly<Record<PanelType, string>> = {
  stat: '.stat-value',
  table: 'tbody tr',
  timeseries: '.chart-canvas canvas',
  barchart: '.bars-bar',
  bargauge: '.gauge-fill',
  gauge: '.gauge-done',
  heatmap: '.segment',
  'state-timeline': '.segment',
  text: '.text p',
};

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

describe.each(dashboards.map((dashboard) => [dashboard.uid, dashboard] as const))(
  'dashboard %s',
  (uid, dashboard) => {
    it('draws every panel without an error, in both themes and languages', async () => {
      const { page, faults } = await setting.open(`/d/${uid}?lang=en&theme=dark`);
      for (const { title, type } of dashboard.panels) {
        await panel(page, title).locator(drawings[type]).first().waitFor({ state: 'attached' });
        expect(await panel(page, title).getByRole('alert').count(), title).toBe(0);
      }
      expect(await violations(page)).toEqual([]);
      await screenshot(page, `${uid}-dark-en`);

      await page.getByRole('button', { name: 'Settings' }).click();
      await page.getByLabel('Appearance').selectOption('light');
      await page.getByLabel('Language').selectOption('zh');
      await page.keyboard.press('Escape');
      await page.locator('html[data-theme=light][lang=zh-CN]').waitFor();
      expect(await violations(page, ['color-contrast'])).toEqual([]);
      await screenshot(page, `${uid}-light-zh`);
      expect(faults).toEqual([]);
    });
  },
);
