import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { screenshot } from './support/browser.ts';
import { eventually, panel } from './support/page.ts';
import { type Setting, startSetting } from './support/setting.ts';

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

/** Parameters of the list that was asked for last. */
async function listed(page: Page): Promise<URLSearchParams> {
  await page.getByRole('dialog').locator('tbody tr').first().waitFor();
  const address = setting.api.asked.filter((one) => one.startsWith('/api/v1/conversations?')).at(-1)!;
  return new URL(address, 'http://host').searchParams;
}

describe('a figure of some channels', () => {
  it.each([
    ['Live channels', ['voice', 'chat', 'messaging']],
    ['Tickets', ['email', 'web', 'social', 'api']],
  ])('%s, opens the conversations of these', async (name, channels) => {
    const { page } = await setting.open('/d/live');
    await panel(page, 'Waiting now')
      .getByRole('button', { name: new RegExp(`^${name}`) })
      .click();
    const asked = await listed(page);
    expect(asked.get('metric')).toBe('queue_depth');
    expect(asked.getAll('channel')).toEqual(channels);
  });
});

describe('a figure of the time of agents', () => {
  it('opens nothing, and does not look as if it did', async () => {
    const { page } = await setting.open('/d/agents');
    const cells = panel(page, 'Time by agent').locator('td[data-column=occupancy]');
    await eventually(() => cells.count()).toBeGreaterThan(3);
    expect(await cells.locator('button').count()).toBe(0);
    expect(await panel(page, 'Work by agent').locator('td[data-column=aht] button').count()).toBeGreaterThan(
      3,
    );
  });
});

describe('a figure of surveys', () => {
  it('opens from a gauge too, and its answers have their scores', async () => {
    const { page, faults } = await setting.open('/d/satisfaction');
    await panel(page, 'Customer satisfaction').locator('.gauge').getByRole('button').click();
    await listed(page);
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('columnheader', { name: 'Score' }).waitFor();
    const scores = await drawer.locator('tbody td:last-child').allTextContents();
    expect(scores.slice(0, 4)).toEqual(['5 of 5', '4 of 5', '–', '2 of 5']);
    await screenshot(page, 'behind-csat', false);
    expect(faults).toEqual([]);
  });
});

describe('a target that runs and should have been met', () => {
  it.each([
    ['en', /^Breached, 2d\s04h late$/],
    ['zh', /^已超时 2\s?天\s04\s?小时$/],
  ])('is breached, in the list (%s)', async (lang, words) => {
    const { page } = await setting.open(`/d/sla?lang=${lang}&drill=metric%3Dsla_breached`);
    await listed(page);
    const state = page.getByRole('dialog').locator('tbody tr').first().locator('td').nth(5);
    expect(await state.textContent()).toMatch(words);
    await screenshot(page, `behind-breached-${lang}`, false);
  });

  it.each([
    ['en', /Next response · Breached, 12m\s\d\ds late/],
    ['zh', /已超时 12\s?分/],
  ])('is red in its timeline (%s), and one that is paused ends now', async (lang, words) => {
    const { page } = await setting.open(`/d/live?lang=${lang}&conversation=c-1`);
    const targets = page.getByRole('dialog').locator('.strip').filter({ hasText: words });
    const segment = targets.locator('.segment').filter({ hasText: words });
    expect(await segment.getAttribute('data-color')).toBe('red');
    const axis = await page.getByRole('dialog').locator('.time-axis').textContent();
    expect(axis).not.toContain('2200');
    await screenshot(page, `timeline-targets-${lang}`, false);
  });
});
