import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { live } from '../../dashboards/source/live.ts';
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
/** What both charts of the live board ask for. */
const course = 'offered,answered,abandoned,service_level';
const askedOf = (metrics: string) =>
  setting.api.asked
    .map((address) => new URL(address, 'http://host'))
    .filter(({ searchParams }) => searchParams.get('metrics') === metrics);

describe('the address says what is seen', () => {
  it('variables, range and zone become parameters of the API', async () => {
    await setting.open('/d/live?var-queue=vip&var-queue=billing&from=now-24h&to=now&timezone=utc');
    const [asked] = askedOf(course);
    expect([...asked!.searchParams]).toEqual([
      ['metrics', course],
      ['interval', '15m'],
      ['from', 'now-24h'],
      ['to', 'now'],
      ['tz', 'UTC'],
      ['queue', 'vip'],
      ['queue', 'billing'],
    ]);
  });

  it('an id with a comma, or whatever stands in it, is one value', async () => {
    const ids = ['Billing, EMEA', 'R&D', '100%', 'a+b', ' a '];
    const { page } = await setting.open(`/d/live?${new URLSearchParams(ids.map((id) => ['var-queue', id]))}`);
    await page.getByRole('button', { name: 'Queue 5 chosen' }).waitFor();
    const narrowed = setting.api.asked.filter((one) => /live\/queues|alerts|query/.test(one));
    expect(narrowed.length).toBeGreaterThan(4);
    for (const address of narrowed) {
      expect(new URL(address, 'http://host').searchParams.getAll('queue'), address).toEqual(ids);
    }
  });

  it('a quick range is chosen with two clicks, and the back button undoes it', async () => {
    const { page } = await setting.open('/d/live');
    await page.getByRole('button', { name: /^Time range/ }).click();
    await page.getByRole('button', { name: 'Last 7 days' }).click();
    await page.getByRole('button', { name: 'Time range Last 7 days' }).waitFor();
    expect(query(page.url()).get('from')).toBe('now-7d');
    await eventually(() => askedOf(course).at(-1)?.searchParams.get('interval')).toBe('1h');
    await page.goBack();
    await page.getByRole('button', { name: 'Time range Last 6 hours' }).waitFor();
  });

  it('an absolute range is read on the clocks of the chosen zone', async () => {
    const { page } = await setting.open('/d/live?timezone=Asia/Kolkata');
    await page.getByRole('button', { name: /^Time range/ }).click();
    await page.getByLabel('From', { exact: true }).fill('2024-01-15T11:00');
    await page.getByLabel('To', { exact: true }).fill('2024-01-15T10:00');
    await page.getByText('The end must lie after the beginning.').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('To', { exact: true }).fill('2024-01-15T12:00');
    await page.getByRole('button', { name: 'Apply' }).click();
    expect(query(page.url()).get('from')).toBe(String(Date.UTC(2024, 0, 15, 5, 30)));
    expect(query(page.url()).get('to')).toBe(String(Date.UTC(2024, 0, 15, 6, 30)));
  });

  it('values of a variable are chosen by keyboard', async () => {
    const { page } = await setting.open('/d/live');
    await page.getByRole('button', { name: 'Queue All' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Billing', exact: true }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Key accounts', exact: true }).focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Queue 2 chosen' }).waitFor();
    expect(query(page.url()).getAll('var-queue')).toEqual(['billing', 'vip']);
    await eventually(() => panel(page, 'Live queues').locator('tbody tr').count()).toBe(2);
  });
});

describe('a chart', () => {
  it('zooms in where it is dragged over', async () => {
    const { page } = await setting.open('/d/live');
    const canvas = panel(page, 'Service level over time').locator('.u-over');
    await canvas.scrollIntoViewIfNeeded();
    const box = (await canvas.boundingBox())!;
    await page.mouse.move(box.x + box.width * 0.25, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/from=\d+/);
    const length = Number(query(page.url()).get('to')) - Number(query(page.url()).get('from'));
    expect(length).toBeGreaterThan(1.3 * 3_600_000);
    expect(length).toBeLessThan(1.8 * 3_600_000);
    expect(query(page.url()).has('drill'), 'the end of a drag is no click').toBe(false);
  });

  it('tells its values to the keyboard', async () => {
    const { page } = await setting.open('/d/live');
    const chart = panel(page, 'Offered, answered, abandoned').getByRole('application');
    await chart.focus();
    await page.keyboard.press('ArrowLeft');
    const tip = panel(page, 'Offered, answered, abandoned').locator('output');
    expect(await tip.textContent()).toMatch(/Offered\d+Answered\d+Abandoned\d+/);
    const others = panel(page, 'Service level over time').locator('output');
    await others.waitFor();
  });

  it('loses a series and gets it back by its legend', async () => {
    const { page } = await setting.open('/d/live');
    const item = panel(page, 'Offered, answered, abandoned').getByRole('button', {
      name: 'Answered',
      exact: true,
    });
    await item.click();
    expect(await item.getAttribute('aria-pressed')).toBe('false');
    await panel(page, 'Offered, answered, abandoned').getByRole('application').focus();
    await page.keyboard.press('ArrowLeft');
    const tip = panel(page, 'Offered, answered, abandoned').locator('output');
    expect(await tip.textContent()).not.toContain('Answered');
  });

  it('has its numbers as a table, equal to those of the API', async () => {
    const { page } = await setting.open('/d/live?from=1705312800000&to=1705334400000');
    const body = panel(page, 'Offered, answered, abandoned');
    await body.getByRole('button', { name: /as a table/ }).click();
    const shown = await body
      .locator('td[data-column=offered]')
      .evaluateAll((cells) => cells.map((cell) => Number(cell.getAttribute('data-value'))));
    const [asked] = askedOf(course);
    const { rows } = (await (await fetch(setting.api.url + asked!.pathname + asked!.search)).json()) as {
      rows: { offered: number }[];
    };
    expect(shown).toEqual(rows.map(({ offered }) => offered).reverse());
  });
});

describe('a panel and the page', () => {
  it('a panel fills the page, and Escape brings the others back', async () => {
    const { page } = await setting.open('/d/live');
    await page.getByRole('button', { name: 'Show Live queues alone' }).focus();
    await page.keyboard.press('Enter');
    await eventually(() => page.locator('.panel').count()).toBe(1);
    await page.keyboard.press('Escape');
    await eventually(() => page.locator('.panel').count()).toBe(live.panels.length);
  });

  it('a page is as long as what can be seen of it', async () => {
    const { page } = await setting.open('/d/agents', { viewport: { width: 1366, height: 768 } });
    const rows = Array.from({ length: 40 }, (_, index) => ({
      agent: `agent-${index}`,
      handled: 100 - index,
    }));
    await page.route(/metrics=handled&.*group_by=agent/, (route) => route.fulfill({ json: { rows } }));
    await page.reload();
    await eventually(() => panel(page, 'Handled by agent').locator('.bars-bar').count()).toBe(40);
    const { bottom, scroll } = await page.evaluate(() => ({
      bottom: document.querySelector('.board')!.getBoundingClientRect().bottom + scrollY,
      scroll: document.documentElement.scrollHeight,
    }));
    expect(scroll).toBeLessThanOrEqual(Math.ceil(bottom) + 40);
    await screenshot(page, 'agents-1366');
  });

  it('what is told about a panel lies on the page, wherever the panel stands', async () => {
    const { page } = await setting.open('/d/live', { viewport: { width: 1366, height: 768 } });
    for (const title of ['Waiting now', 'Agents']) {
      await panel(page, title).hover();
      await page.getByRole('button', { name: `About ${title}`, exact: true }).click();
      const box = (await page.getByRole('region', { name: `About ${title}`, exact: true }).boundingBox())!;
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(1366);
      await screenshot(page, `about-${title.toLowerCase().replaceAll(' ', '-')}`, false);
    }
  });

  it('paper is light, whatever the screen is', async () => {
    const { page } = await setting.open('/d/live?theme=dark');
    await page.evaluate(() => {
      window.print = () =>
        document.body.setAttribute('data-printed', document.documentElement.dataset.theme!);
    });
    await page.getByRole('button', { name: 'Print' }).click();
    await page.locator('body[data-printed=light]').waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    await page.locator('html[data-theme=dark]').waitFor();
  });

  it('a wall display fills its screen and keeps its freshness', async () => {
    const { page } = await setting.open('/d/live?kiosk', { viewport: { width: 3840, height: 2160 } });
    const { height, scroll } = await page.evaluate(() => ({
      height: innerHeight,
      scroll: document.documentElement.scrollHeight,
    }));
    expect(scroll).toBe(height);
    await page.getByText(/behind$/).waitFor();
    expect(await page.getByRole('button', { name: /^Time range/ }).count()).toBe(0);
    await screenshot(page, 'live-wall');
  });
});

describe('behind a figure', () => {
  it('stand its conversations, and behind one its timeline', async () => {
    const { page, faults } = await setting.open('/d/live');
    await panel(page, 'Live queues').getByRole('button', { name: 'Offered: 49' }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { name: 'Offered' }).waitFor();
    const listed = setting.api.asked.find((address) => address.startsWith('/api/v1/conversations?'))!;
    expect([...new URL(listed, 'http://host').searchParams]).toEqual([
      ['metric', 'offered'],
      ['channel', 'voice'],
      ['queue', 'technical'],
      ['from', 'now-30m'],
      ['to', 'now'],
    ]);
    await drawer.getByRole('button', { name: 'Show more' }).click();
    await eventually(() => drawer.locator('tbody tr').count()).toBe(50);
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'conversations', false);
    await drawer.getByRole('button', { name: 'c-20599' }).click();
    await drawer.getByRole('heading', { name: 'c-20599' }).waitFor();
    for (const lane of ['Status', 'Queue', 'Handling', 'Responses', 'Targets', 'Events']) {
      await drawer.locator('.strip-title', { hasText: lane }).waitFor();
    }
    expect(await drawer.locator('tbody tr').count()).toBe(11);
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'conversation', false);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(query(page.url()).has('conversation')).toBe(false);
    expect(faults).toEqual([]);
  });

  it('a point of a chart opens its bucket', async () => {
    const { page } = await setting.open('/d/live?from=1705312800000&to=1705334400000');
    const chart = panel(page, 'Service level over time').getByRole('application');
    await chart.focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('heading', { name: 'Service level' }).waitFor();
    const drill = new URLSearchParams(query(page.url()).get('drill')!);
    expect(drill.get('metric')).toBe('service_level');
    expect(Number(drill.get('to')) - Number(drill.get('from'))).toBe(900_000);
  });
});
