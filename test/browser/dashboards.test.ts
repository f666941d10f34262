import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dashboards } from '../../dashboards/source/index.ts';
import { screenshot } from './support/browser.ts';
import { drawingOf, eventually, panel, violations } from './support/page.ts';
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
  await page.getByRole('combobox', { name: /^(Language|语言)/ }).selectOption(language);
  await page.keyboard.press('Escape');
  await page.locator(`html[data-theme=${theme}][lang^=${language}]`).waitFor();
}

it('names the series of a chart as soon as their names are known', async () => {
  const { page } = await setting.open('/d/backlog?lang=en');
  const legend = panel(page, 'Backlog by queue').locator('.legend');
  await eventually(() => legend.textContent()).toContain('General enquiries');
  const asked = setting.api.asked.filter((url) => /metrics=backlog&.*group_by=queue/.test(url));
  expect(asked, 'and not when the figures come again').toHaveLength(1);
});

it('leaves no gap between the rows of a heatmap, their axis and their scale', async () => {
  for (const size of ['', '&viewPanel=7']) {
    const { page } = await setting.open(`/d/backlog?lang=en${size}`);
    const heat = panel(page, 'Peak queue depth by queue');
    const boxes = ['.strip >> nth=-1', '.time-axis', '.scale'].map((part) =>
      heat.locator(part).boundingBox(),
    );
    const [strip, axis, scale] = await Promise.all(boxes);
    expect(axis!.y - (strip!.y + strip!.height)).toBeLessThan(axis!.height);
    expect(scale!.y - (axis!.y + axis!.height)).toBeLessThan(axis!.height);
  }
});

describe.each(dashboards.map((dashboard) => [dashboard.uid, dashboard] as const))(
  'dashboard %s',
  (uid, dashboard) => {
    it('draws every panel without an error, in both themes and languages', async () => {
      const { page, faults } = await setting.open(`/d/${uid}?lang=en&theme=dark`);
      for (const { title, type } of dashboard.panels.filter((one) => one.type !== 'row')) {
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
