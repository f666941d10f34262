import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { screenshot } from './support/browser.ts';
import { eventually, panel, violations } from './support/page.ts';
import { type Setting, startSetting } from './support/setting.ts';

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

const query = (url: string) => new URL(url).searchParams;
const askedOf = (path: string) =>
  setting.api.asked
    .map((address) => new URL(address, 'http://host'))
    .filter(({ pathname }) => pathname === `/api/v1/workforce/${path}`)
    .map(({ searchParams }) => searchParams);

const figures = (page: Page, title: string) =>
  panel(page, title)
    .locator('.stat-figure')
    .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-value'))));

/** How many points of a panel's chart have exactly a colour of the theme. */
const pointsIn = (page: Page, title: string, color: string) =>
  panel(page, title)
    .locator('canvas')
    .evaluate((canvas, name) => {
      const text = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
      const wanted = [1, 3, 5].map((at) => Number.parseInt(text.slice(at, at + 2), 16));
      const { width, height } = canvas as HTMLCanvasElement;
      const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
      let count = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (wanted.every((value, channel) => data[at + channel] === value)) count += 1;
      }
      return count;
    }, color);

describe('a forecast', () => {
  it('is told as bands and lines, each by one name', async () => {
    const { page } = await setting.open('/d/plan');
    const chart = panel(page, 'Forecast of contacts');
    expect(await chart.locator('.legend li').allTextContents()).toEqual([
      '95 % interval',
      '80 % interval',
      'Forecast',
      'Actual',
    ]);
    await chart.getByRole('application').focus();
    await page.keyboard.press('ArrowLeft');
    const rows = await chart.locator('output .tip-row').allTextContents();
    expect(rows.slice(0, 2).join()).toMatch(/^95 % interval[\d.]+ – [\d.]+,80 % interval[\d.]+ – [\d.]+$/);
    expect(rows.at(-1), 'nothing has come in the future').toBe('Actual–');
  });

  it('is of the days ahead unless others are chosen', async () => {
    const { page } = await setting.open('/d/plan');
    const asked = askedOf('forecast').find((one) => !one.has('group_by'))!;
    expect([asked.get('from'), asked.get('to')]).toEqual(['now/d', 'now+14d']);
    await page.getByRole('button', { name: 'Time range Next 14 days' }).click();
    await page.getByRole('button', { name: 'Next 28 days' }).click();
    await page.getByRole('button', { name: 'Time range Next 28 days' }).waitFor();
    expect(query(page.url()).get('to')).toBe('now+28d');
    await eventually(() => askedOf('forecast').some((one) => one.get('to') === 'now+28d')).toBe(true);
    await page.getByRole('button', { name: 'Later', exact: true }).click();
    await page.waitForURL(/to=\d+/);
    const later = Number(query(page.url()).get('to'));
    expect(later, 'beyond now').toBeGreaterThan(Date.now() + 28 * 86_400_000);
  });

  it('opens the days that it rests on, by keyboard too', async () => {
    const { page, faults } = await setting.open('/d/plan?var-queue=vip');
    const chart = panel(page, 'Forecast of contacts');
    await chart.getByRole('application').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const drawer = page.getByRole('dialog', { name: 'Days behind the forecast' });
    await drawer.getByRole('heading', { name: /^Forecast of / }).waitFor();
    expect(await drawer.locator('tbody tr').count()).toBe(6);
    expect(await drawer.locator('.curve-other').count(), 'each in the chart too').toBe(6);
    const [day, past] = askedOf('forecast').slice(-2);
    expect([day!.getAll('queue'), past!.getAll('queue')]).toEqual([['vip'], ['vip']]);
    expect(Number(past!.get('to')), 'only days that are over').toBeLessThanOrEqual(Date.now());
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'planning-days', false);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(query(page.url()).has('days')).toBe(false);
    expect(faults).toEqual([]);
  });

  it('of an interval opens from the table of the staffing', async () => {
    const { page } = await setting.open('/d/plan');
    await panel(page, 'Staffing by interval').locator('td[data-column=contacts] button').first().click();
    await page.getByRole('dialog').locator('tbody tr').first().waitFor();
    expect(query(page.url()).get('days')).toMatch(/^at=\d+&interval=30m$/);
  });
});

it('a table of many rows shows the first, and more where they are wanted', async () => {
  const { page } = await setting.open('/d/plan');
  const table = panel(page, 'Staffing by interval');
  expect(await table.locator('tbody tr').count()).toBe(100);
  const first = await table.locator('tbody td').first().textContent();
  await table.getByRole('button', { name: /^Show more, \d+ are left$/ }).click();
  expect(await table.locator('tbody tr').count()).toBe(600);
  await table.getByRole('button', { name: 'Time', exact: true }).click();
  expect(await table.locator('tbody td').first().textContent(), 'the last of all').not.toBe(first);
});

describe('what if', () => {
  it('stands beside what is forecast, and in the address', async () => {
    const { page, faults } = await setting.open('/d/plan');
    const form = page.getByRole('form', { name: 'What if' });
    await form.getByLabel('Volume').fill('10%');
    await form.getByLabel('Shrinkage').fill('0.4');
    await page.keyboard.press('Enter');
    await page.waitForURL(/var-volume_change=10%25/);
    await eventually(async () => {
      const [forecast, assumed] = await figures(page, 'Hours to schedule');
      return assumed! > forecast!;
    }).toBe(true);
    const assumed = askedOf('staffing').at(-1)!;
    expect([assumed.get('volume_change'), assumed.get('shrinkage')]).toEqual(['10%', '0.4']);
    expect(assumed.has('aht'), 'what is empty is not asked for').toBe(false);
    expect(askedOf('staffing').some((one) => !one.has('volume_change'))).toBe(true);
    await screenshot(page, 'planning-what-if');

    await page.reload();
    await form.getByLabel('Volume').waitFor();
    expect(await form.getByLabel('Volume').inputValue()).toBe('10%');
    await form.getByRole('button', { name: 'Reset' }).click();
    expect(await form.getByLabel('Volume').inputValue()).toBe('');
    expect(query(page.url()).has('var-volume_change')).toBe(false);
    await eventually(async () => new Set(await figures(page, 'Hours to schedule')).size).toBe(1);
    expect(faults).toEqual([]);
  });

  it('says at its field what the service has against a value', async () => {
    const { page } = await setting.open('/d/plan?var-shrinkage=lots&var-volume_change=0.1&lang=en');
    const form = page.getByRole('form', { name: 'What if' });
    const shrinkage = form.getByLabel('Shrinkage');
    await form.getByText('must be a share, such as 0.1 or 10%').waitFor();
    expect(await shrinkage.getAttribute('aria-invalid')).toBe('true');
    const described = await shrinkage.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described}"]`).textContent()).toMatch(/^must be a share/);
    expect(await form.getByLabel('Volume').getAttribute('aria-invalid')).toBe('false');
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'planning-fault');
    await shrinkage.fill('35%');
    await form.getByRole('button', { name: 'Calculate' }).click();
    await eventually(() => shrinkage.getAttribute('aria-invalid')).toBe('false');
    await eventually(async () => (await figures(page, 'Hours to schedule')).length).toBe(2);
  });
});

describe('a gap', () => {
  it('is above zero in one colour and below it in another', async () => {
    for (const [address, title] of [
      ['/d/plan', 'Gap of the shift plan'],
      ['/d/today', 'Gap'],
    ] as const) {
      const { page } = await setting.open(address);
      await eventually(() => pointsIn(page, title, 'green')).toBeGreaterThan(100);
      expect(await pointsIn(page, title, 'red')).toBeGreaterThan(100);
    }
  });
});

describe('today', () => {
  it('is the whole day, with what is narrowed', async () => {
    const { page, faults } = await setting.open(
      '/d/today?var-queue=vip&var-team=billing&timezone=Asia/Tokyo',
    );
    await page.getByRole('button', { name: 'Time range Today' }).waitFor();
    expect([...askedOf('intraday')[0]!]).toEqual([
      ['tz', 'Asia/Tokyo'],
      ['interval', '30m'],
      ['queue', 'vip'],
      ['team', 'billing'],
    ]);
    const [adherence] = askedOf('adherence');
    expect([adherence!.get('from'), adherence!.get('to'), adherence!.get('team')]).toEqual([
      ...['now/d', 'now/d', 'billing'],
    ]);
    expect(await figures(page, 'Contacts today')).toEqual([777, 1_400]);
    expect(await panel(page, 'What mends it').locator('td[data-column=agents]').textContent()).toBe('2');
    const worst = panel(page, 'Adherence by agent').locator('td[data-column=adherence]').first();
    expect(await worst.getAttribute('data-color')).toBe('orange');
    expect(faults).toEqual([]);
  });
});

it('a stretch of the day is zoomed into, though the answer is of all of it', async () => {
  const midnight = Date.parse(`${new Date().toISOString().slice(0, 10)}T00:00:00Z`);
  const range = `from=${midnight + 8 * 3_600_000}&to=${midnight + 12 * 3_600_000}&timezone=utc`;
  const { page } = await setting.open(`/d/today?${range}`);
  const over = panel(page, 'Gap').locator('.u-over');
  await over.scrollIntoViewIfNeeded();
  const { x, y, width } = (await over.boundingBox())!;
  await page.mouse.move(x + width / 2, y + 20);
  await eventually(() => panel(page, 'Gap').locator('.tip-time').textContent()).toMatch(/10:00$/);
});

describe.each(['plan', 'today'])('on a telephone, %s', (uid) => {
  it.each(['en', 'zh'])('is no wider than the screen (%s)', async (lang) => {
    const viewport = { width: 390, height: 844 };
    const { page, faults } = await setting.open(`/d/${uid}?lang=${lang}&theme=light`, { viewport });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(over).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
    await screenshot(page, `${uid}-390-${lang}`);
    expect(faults).toEqual([]);
  });
});
