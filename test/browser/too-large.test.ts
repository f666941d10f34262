import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { screenshot } from './support/browser.ts';
import { panel, violations } from './support/page.ts';
import { type Setting, startSetting } from './support/setting.ts';

/** As the query service answers it; `test/query/routes/too-large.test.ts` has the real one. */
const TOO_LARGE = {
  status: 422,
  code: 'QUESTION_TOO_LARGE',
  detail: 'It takes at least 5.1 GiB of memory, and may take 2.0 GiB',
  faults: [
    { path: 'interval', message: '1h or longer' },
    { path: 'from', message: 'a range of at most 28 days' },
  ],
  rangeDays: 28,
};

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

it.each([
  ['en', 'Too much to read at once', 'a range of at most 28 days'],
  ['zh', '一次读取的数据过多', '时间范围不超过 28 天'],
])(
  'a panel whose question is too large says in words what would be answered (%s)',
  async (lang, title, way) => {
    setting.api.refused.set('GET /api/v1/query', TOO_LARGE);
    const { page, faults } = await setting.open(`/d/backlog?lang=${lang}&from=now-90d`);
    const notes = page.locator('.panel').getByRole('alert');
    await notes.first().waitFor();
    for (const words of await notes.allTextContents()) {
      expect(words).toContain(title);
      expect(words).toContain(way);
      expect(words).not.toContain('422');
    }
    expect(await violations(page)).toEqual([]);
    await screenshot(page, `too-large-${lang}`);
    // Chromium notes each answer that is not a success.
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
  },
);

it('a panel that was drawn keeps its figures and says why they are old', async () => {
  const { page } = await setting.open('/d/backlog?lang=en&refresh=off');
  setting.api.refused.set('GET /api/v1/query', TOO_LARGE);
  await page
    .getByRole('button', { name: /^Refresh/ })
    .first()
    .click();
  const shown = panel(page, 'Backlog by queue');
  await shown.getByText('Not updated: Too much to read at once').waitFor();
  expect(await shown.locator('.legend').count()).toBe(1);
});
