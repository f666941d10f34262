import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dashboards } from '../../dashboards/source/index.ts';
import { screenshot } from './support/browser.ts';
import { eventually, panel, violations } from './support/page.ts';
import { type Setting, startSetting } from './support/setting.ts';

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

const timeline = (page: Page) => page.getByRole('dialog', { name: 'Timeline' });

describe.each([
  ['live', 'Targets at risk', 'dueAt'],
  ['live', 'Alerts', 'title'],
  ['sla', 'Breached targets', 'dueAt'],
])('a row of %s, %s', (uid, title, column) => {
  it('opens its conversation wherever it is clicked, and comes back to it', async () => {
    const { page, faults } = await setting.open(`/d/${uid}`);
    const row = panel(page, title).locator('tr[data-opens]').first();
    const id = await row.locator('td[data-column=conversationId]').getAttribute('data-value');
    await row.locator(`td[data-column=${column}]`).click();
    await timeline(page).getByRole('heading', { name: id! }).waitFor();
    await page.keyboard.press('Escape');
    await timeline(page).waitFor({ state: 'hidden' });
    await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toContain(id);
    expect(faults).toEqual([]);
  });

  it('opens by keyboard', async () => {
    const { page } = await setting.open(`/d/${uid}`);
    const row = panel(page, title).locator('tr[data-opens]').first();
    await panel(page, title).getByRole('region', { name: title }).focus();
    const inRow = () => row.evaluate((node) => node.contains(document.activeElement));
    for (let step = 0; step < 20 && !(await inRow()); step += 1) await page.keyboard.press('Tab');
    expect(await inRow()).toBe(true);
    await page.keyboard.press('Enter');
    await timeline(page).waitFor();
  });
});

describe('a row', () => {
  it('of an alert that is about no conversation opens nothing, and does not look as if it did', async () => {
    const { page } = await setting.open('/d/live');
    const row = panel(page, 'Alerts').locator('tbody tr', { hasText: 'More callers than usual' });
    await row.locator('td[data-column=title]').click();
    expect(await row.evaluate((node) => getComputedStyle(node).cursor)).not.toBe('pointer');
    expect(new URL(page.url()).searchParams.has('conversation')).toBe(false);
  });

  it('of the conversations behind a figure opens as a whole too', async () => {
    const { page } = await setting.open('/d/live');
    await panel(page, 'Live queues').getByRole('button', { name: 'Offered: 49' }).click();
    await page.getByRole('dialog').locator('tbody tr').nth(1).locator('td').nth(3).click();
    await timeline(page).waitFor();
  });

  it('does not open while its text is being marked', async () => {
    const { page } = await setting.open('/d/live');
    const cell = panel(page, 'Alerts').locator('tr[data-opens] td[data-column=title]').first();
    const box = (await cell.boundingBox())!;
    await page.mouse.move(box.x + 8, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 8, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    expect(await page.evaluate(() => getSelection()?.toString())).not.toBe('');
    expect(new URL(page.url()).searchParams.has('conversation')).toBe(false);
  });
});

describe('on a telephone', () => {
  const phone: BrowserContextOptions = {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
    // What moves smoothly would be looked at on its way.
    reducedMotion: 'reduce',
  };
  /** Titles of the columns that lie beyond the right edge of what scrolls, wholly or in part. */
  const beyond = (box: Locator) =>
    box.evaluate((node) =>
      [...node.querySelectorAll('th')]
        .filter((heading) => heading.getBoundingClientRect().right > node.getBoundingClientRect().right + 2)
        .map((heading) => heading.textContent),
    );

  it.each(dashboards.map(({ uid }) => uid))(
    'every table of %s says how many columns lie further right',
    async (uid) => {
      const { page, faults } = await setting.open(`/d/${uid}?theme=light`, phone);
      for (const box of await page.locator('.table-frame').all()) {
        const hidden = await beyond(box.locator('.table-scroll'));
        const sign = box.locator('.table-more');
        if (hidden.length === 0) expect(await sign.count()).toBe(0);
        else await eventually(() => sign.textContent()).toBe(`+${hidden.length}`);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      expect(await violations(page)).toEqual([]);
      await screenshot(page, `${uid}-phone`);
      expect(faults).toEqual([]);
    },
  );

  it('the tables behind a figure say so too, and their times are there in full', async () => {
    const { page } = await setting.open('/d/live?theme=light', phone);
    await panel(page, 'Live queues').getByRole('button', { name: 'Waiting: 14' }).click();
    const dialog = page.getByRole('dialog');
    for (const of of ['Conversations', 'Events']) {
      const box = dialog.getByRole('region', { name: of });
      await box.locator('tbody tr').first().waitFor();
      const hidden = (await beyond(box)).length;
      expect(hidden).toBeGreaterThan(0);
      await eventually(() => dialog.locator('.table-more').textContent()).toBe(`+${hidden}`);
      const cut = await box
        .locator('td:first-child')
        .evaluateAll((cells) => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length);
      expect(cut, of).toBe(0);
      if (of === 'Conversations') await box.locator('tbody td').first().click();
    }
    expect(await violations(page)).toEqual([]);
  });

  it('the sign goes there, keeps the first column in sight, and is gone at the end', async () => {
    const { page } = await setting.open('/d/live', phone);
    const table = panel(page, 'Live queues');
    const box = table.locator('.table-scroll');
    const sign = table.getByRole('button', { name: /^Columns further right/ });
    expect((await beyond(box)).length).toBeGreaterThan(3);
    for (let hidden = await beyond(box); hidden.length > 0; hidden = await beyond(box)) {
      await eventually(() => sign.textContent()).toBe(`+${hidden.length}`);
      await sign.click();
      expect((await beyond(box)).length).toBeLessThan(hidden.length);
    }
    await eventually(() => sign.count()).toBe(0);
    const first = (await table.locator('tbody td').first().boundingBox())!;
    const panelBox = (await table.boundingBox())!;
    expect(first.x).toBeGreaterThanOrEqual(panelBox.x);
    expect(first.x).toBeLessThan(panelBox.x + 4);
    await screenshot(page, 'live-phone-scrolled');
  });
});
