import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { screenshot } from './support/browser.ts';
import { drawn } from './support/drawn.ts';
import { eventually, panel } from './support/page.ts';
import { type Setting, startSetting } from './support/setting.ts';

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

const parameters = (page: Page) => new URL(page.url()).searchParams;

describe('a team lead', () => {
  it('gets from the start page to why an agent has its points in two clicks, and to the conversations in three', async () => {
    const { page, faults } = await setting.open('/');
    await page.getByRole('navigation').getByRole('link', { name: 'Team', exact: true }).click();
    const row = panel(page, 'Scorecards').locator('tbody tr', { hasText: 'Deniz Aydin' });
    expect(await row.locator('td[data-column=score]').textContent()).toBe('71.1');

    await row.getByRole('link', { name: 'Deniz Aydin' }).click();
    const why = panel(page, 'Why this score');
    await why.locator('tbody tr').first().waitFor();
    await drawn(page);
    expect(parameters(page).getAll('var-agent')).toEqual(['a4']);
    expect(await panel(page, 'Score').locator('[data-field=score]').getAttribute('data-value')).toMatch(
      /^71\.1/,
    );
    const csat = why.locator('tbody tr', { hasText: 'Customer satisfaction' });
    expect(await csat.locator('td[data-column=how]').textContent()).toContain('83.3 % → 95.1');
    expect(await why.locator('td[data-column=left_out]').allTextContents()).toContain('too few cases');

    await csat.locator('td[data-column=goal]').click();
    await page.getByRole('dialog').locator('tbody tr').first().waitFor();
    expect(parameters(page).get('drill')).toMatch(/^metric=csat&.*agent=a4$/);
    expect(faults).toEqual([]);
  });

  it('keeps what is chosen on the way, and can go to the agent in a tab of its own', async () => {
    const { page } = await setting.open('/d/team?var-team=billing&var-period=quarter&var-at=-1&lang=zh');
    const link = panel(page, '记分卡').getByRole('link', { name: 'Bo Chen' });
    const { pathname, searchParams } = new URL((await link.getAttribute('href'))!, page.url());
    expect(pathname).toBe('/d/agent');
    expect(Object.fromEntries(searchParams)).toMatchObject({
      'var-agent': 'a2',
      'var-period': 'quarter',
      'var-at': '-1',
      lang: 'zh',
    });
  });
});

it('the page of one agent is of the first that may be seen, and asks for nobody before that is known', async () => {
  const { page } = await setting.open('/d/agent');
  expect(parameters(page).getAll('var-agent')).toEqual(['a1']);
  const asked = setting.api.asked.filter((url) => url.startsWith('/api/v1/scorecards'));
  expect(asked.length).toBeGreaterThan(0);
  for (const url of asked) expect(url).toContain('agent=a1');
});

describe.each(['agent', 'team'])('the page of one %s on paper', (uid) => {
  it('says of whom and when it is, has everything in full, and nothing that only a screen needs', async () => {
    const { page } = await setting.open(`/d/${uid}?theme=dark&lang=en`);
    await page.setViewportSize({ width: 718, height: 1_000 });
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    await page.locator('html[data-theme=light]').waitFor();
    await eventually(() => page.locator('.print-head').textContent()).toMatch(
      uid === 'agent' ? /Agent: Ada Lindqvist.*Period: month/ : /Team: Frontline.*Period: month/,
    );
    for (const part of ['.head', '.panel-tools', '.skip'])
      expect(await page.locator(part).first().isVisible(), part).toBe(false);
    const cut = await page
      .locator('.panel-body, .table-scroll, .bars-rows')
      .evaluateAll((boxes) =>
        boxes
          .filter((box) => box.scrollHeight > box.clientHeight + 2 || box.scrollWidth > box.clientWidth + 2)
          .map((box) => box.closest('.panel')?.getAttribute('aria-labelledby')),
      );
    expect(cut).toEqual([]);
    await screenshot(page, `${uid}-paper`);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });
});
