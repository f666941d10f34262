import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dashboards } from '../../dashboards/source/index.ts';
import { screenshot } from './support/browser.ts';
import { drawingOf, panel, violations } from './support/page.ts';
import { type Setting, startSetting } from './support/setting.ts';

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
        await panel(page, title).locator(drawingOf[type]).first().waitFor({ state: 'attached' });
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
