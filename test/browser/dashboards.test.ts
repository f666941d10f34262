import type { Page } from 'playwright-core';
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

/** Chooses an appearance and a language by the settings, whatever language they are in. */
async function choose(page: Page, theme: 'light' | 'dark', language: 'en' | 'zh'): Promise<void> {
  await page.getByRole('button', { name: /^(Settings|设置)$/ }).click();
  await page.getByLabel(/^(Appearance|外观)/).selectOption(theme);
  await page.getByLabel(/^(Language|语言)/).selectOption(language);
  await page.keyboard.press('Escape');
  await page.locator(`html[data-theme=${theme}][lang^=${language}]`).waitFor();
}

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

      await choose(page, 'light', 'zh');
      expect(await violations(page, ['color-contrast'])).toEqual([]);
      await screenshot(page, `${uid}-light-zh`);
      await choose(page, 'dark', 'zh');
      await screenshot(page, `${uid}-dark-zh`);
      await choose(page, 'light', 'en');
      await screenshot(page, `${uid}-light-en`);
      expect(faults).toEqual([]);
    });
  },
);
