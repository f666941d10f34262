import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { screenshot } from './support/browser.ts';
import { eventually, violations } from './support/page.ts';
import { type Setting, startSetting } from './support/setting.ts';

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const sent = () => setting.api.sent;

describe.each([
  ['goals', '/goals'],
  ['rounds', '/rounds?var-team=frontline'],
  ['round', '/rounds/frontline-2026-Q1'],
  ['review', '/review?var-kind=quality_review'],
  ['audit', '/audit'],
])('the page of %s', (name, path) => {
  it('can be read by everybody, on a telephone too, in both languages and appearances', async () => {
    const { page, faults } = await setting.openPage(`${path}`);
    expect(await violations(page)).toEqual([]);
    await screenshot(page, `people-${name}`);
    const mark = path.includes('?') ? '&' : '?';
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${setting.api.url}${path}${mark}lang=zh&theme=light`);
    await page.locator('.sheets .card').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(await violations(page)).toEqual([]);
    await screenshot(page, `people-${name}-390-zh`);
    expect(faults).toEqual([]);
  });
});

it('a board does not load what only these pages need, and the way there and back is one click each', async () => {
  const { page } = await setting.open('/d/live');
  const loaded = () =>
    page.evaluate(
      () => performance.getEntriesByType('resource').filter(({ name }) => /\/pages-/.test(name)).length,
    );
  expect(await loaded()).toBe(0);
  await button(page, 'People').click();
  await page.getByRole('link', { name: 'Goals' }).click();
  await page.getByRole('heading', { name: 'Goals' }).waitFor();
  expect(await loaded()).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'Live', exact: true }).click();
  await page.locator('.panel').first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/d/live');
});

it('the audit log is looked through by who and what, page by page, by whom the key lets', async () => {
  const { page } = await setting.openPage('/audit');
  await page.getByText('listed conversations').last().waitFor();
  await page.getByText('c-0, c-1, c-2 and 37 more').waitFor();
  await page.getByText('not let in × 12').waitFor();
  await page.getByText('something.newer').waitFor();
  await button(page, 'Older').click();
  await page.getByRole('cell', { name: 'c-9' }).waitFor();
  await button(page, 'Newer').click();
  await page.getByText('c-0, c-1, c-2 and 37 more').waitFor();
  await page.getByLabel('What').selectOption('login.refused');
  await page.getByLabel('Who').fill('mona');
  await page.keyboard.press('Enter');
  await eventually(async () => setting.api.asked.at(-1)).toBe(
    '/api/v1/audit?from=now-24h&who=mona&what=login.refused',
  );
  await button(page, 'People').click();
  await page.getByRole('link', { name: 'Audit log' }).waitFor();
  setting.api.me = { name: 'sue', role: 'supervisor', agents: null };
  await page.reload();
  await button(page, 'People').click();
  await page.getByRole('link', { name: 'Goals' }).waitFor();
  await eventually(() => page.getByRole('link', { name: 'Audit log' }).count()).toBe(0);
});

it.each(['en', 'zh'])('what the audit log is looked through by stands on one line, in %s', async (lang) => {
  const { page } = await setting.openPage(`/audit?lang=${lang}`);
  const tops = (tags: string) =>
    page
      .locator(`.sheets > .sheet-tools :is(${tags})`)
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
  const [labels, inputs] = [await tops('label'), await tops('input, select')];
  expect([labels.length, inputs.length]).toEqual([4, 4]);
  expect([new Set(labels).size, new Set(inputs).size]).toEqual([1, 1]);
});

describe('a review', () => {
  it('is written by keyboard, says what is missing where it is, and is sent once', async () => {
    const { page } = await setting.openPage('/review');
    await button(page, 'Send the review').click();
    const relation = page.getByRole('group', { name: 'You are' });
    await relation.getByText('This is needed.').waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'radio');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowRight');
    expect(await relation.getByRole('radio', { name: 'the supervisor' }).isChecked()).toBe(true);
    await page.getByText('Mind that there are few supervisors').waitFor();
    await page.getByLabel('About whom').selectOption('a2');
    await page.getByRole('group', { name: 'Collaboration' }).getByRole('radio', { name: '4' }).check();
    await button(page, 'Send the review').dblclick();
    await page.getByRole('heading', { name: 'Thank you. The review has arrived.' }).waitFor();
    expect(sent()).toEqual([
      {
        what: 'POST /api/v1/feedback',
        body: {
          kind: 'peer_review',
          agent: 'a2',
          relation: 'supervisor',
          answers: [{ id: 'collaboration', score: 4 }],
          id: expect.stringMatching(/^[0-9a-f]{32}$/),
          by: 'Ada',
        },
      },
    ]);
  });

  it('of a conversation begins where it is looked at, and says that an item fails it', async () => {
    const { page } = await setting.open('/d/live?conversation=c-20481');
    await page.evaluate(() => sessionStorage.setItem('linewatch.name', 'Ada'));
    await page.getByRole('link', { name: 'Review this conversation' }).click();
    await page.getByLabel('Conversation', { exact: true }).waitFor();
    expect(await page.getByLabel('Conversation', { exact: true }).inputValue()).toBe('c-20481');
    await page
      .getByRole('group', { name: 'Right and complete answer' })
      .getByRole('radio', { name: '5' })
      .check();
    await page.getByRole('group', { name: 'Tone' }).getByRole('radio', { name: '3' }).check();
    await page.getByText('So far: 90%').waitFor();
    await page
      .getByRole('group', { name: 'Customer identified' })
      .getByRole('radio', { name: 'Failed' })
      .check();
    await page.getByText('So far: 0 %, as Customer identified fails the conversation').waitFor();
  });

  it('of oneself is of oneself, and what the service has against it stands at its field', async () => {
    const faults = [{ path: 'agent', message: 'there is no agent with this id' }];
    setting.api.refused.set('POST /api/v1/feedback', { status: 400, code: 'BAD_REQUEST', faults });
    const { page } = await setting.openPage('/review?var-relation=self&var-agent=a1');
    await page.getByText('What you say of yourself is not anonymous').waitFor();
    await page.getByRole('group', { name: 'Courtesy' }).getByRole('radio', { name: '5' }).check();
    await button(page, 'Send the review').click();
    await eventually(() => page.getByLabel('About whom').getAttribute('aria-invalid')).toBe('true');
    expect(sent()[0]!.body.by, 'whoever reviews itself').toBe('a1');
    const first = sent()[0]!.body.id;
    setting.api.refused.clear();
    await button(page, 'Send the review').click();
    await page.getByRole('heading', { name: /^Thank you/ }).waitFor();
    expect(sent()[1]!.body.id, 'the same for every try').toBe(first);
  });
});

describe('a goal', () => {
  it('is set once a name is known, in the unit of its metric', async () => {
    const { page } = await setting.openPage('/goals');
    // Goals have such a button too, and may be there first.
    await page.locator('.who').getByRole('button', { name: 'Change' }).click();
    await page.getByLabel('Your name').fill('Grace');
    await button(page, 'Use this name').click();
    expect(await page.evaluate(() => sessionStorage.getItem('linewatch.name'))).toBe('Grace');
    await button(page, 'Set a goal').click();
    const form = page.getByRole('form', { name: 'Set a goal' });
    await form.getByLabel('Metric').selectOption('aht');
    expect(await form.getByLabel('Good is').inputValue(), 'as the metric has it').toBe('at_most');
    await form.getByLabel('Of', { exact: true }).selectOption('team');
    await form.getByLabel('Team').selectOption('billing');
    await form.getByLabel('Target').fill('4');
    await button(page, 'Set it').click();
    await form.getByText('This is no time.').waitFor();
    await form.getByLabel('Target').fill('4m 30s');
    await button(page, 'Set it').click();
    await page.getByText('The goal is set.').waitFor();
    expect(sent()).toEqual([
      {
        what: 'PUT /api/v1/goals/aht-team-billing-month',
        body: {
          metric: 'aht',
          team: 'billing',
          period: 'month',
          target: 270_000,
          direction: 'at_most',
          by: 'Grace',
          version: 0,
        },
      },
    ]);
  });

  it('that somebody else has changed is shown as it is, and what a key may not do is told', async () => {
    const what = 'PUT /api/v1/goals/aht-team-frontline-month';
    const { page } = await setting.openPage('/goals');
    await button(page, /^Change.*Average handle time/).click();
    setting.api.refused.set(what, { status: 409, code: 'CHANGED_MEANWHILE' });
    await button(page, 'Set it').click();
    await page.getByText('Somebody else changed it meanwhile.').waitFor();
    await page.getByText('It is now at most 6m 00s. Ada').waitFor();
    setting.api.refused.set(what, { status: 403, code: 'NOT_ALLOWED' });
    await button(page, 'Set it').click();
    await page.getByText('Your key may not do that here.').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('is no agent’s to set: its key is offered what it may do', async () => {
    setting.api.me = { name: 'bo', role: 'agent', agents: ['a2'] };
    const { page } = await setting.openPage('/goals');
    await page.getByRole('row', { name: /Average handle time/ }).waitFor();
    expect(await button(page, 'Set a goal').count()).toBe(0);
    await page.goto(`${setting.api.url}/rounds/frontline-2026-Q2`);
    await button(page, /^Confirm as Bo Chen/).waitFor();
    expect(await button(page, /^Confirm as (Ada|supervisor)/).count()).toBe(0);
  });
});

describe('a round', () => {
  it('is confirmed with the goals that were looked at', async () => {
    const { page } = await setting.openPage('/rounds/frontline-2026-Q2');
    await button(page, /^Confirm as Bo Chen/).click();
    await eventually(() => sent().length).toBe(1);
    expect(sent()[0]).toEqual({
      what: 'POST /api/v1/rounds/frontline-2026-Q2/confirmations',
      body: { agent: 'a2', as: 'agent', goals_version: 1, by: 'Ada' },
    });
    await button(page, 'Change the goals of Bo Chen').click();
    const form = page.getByRole('form', { name: 'Change the goals of Bo Chen' });
    await form.getByLabel('Goal').first().fill('90%');
    await button(page, 'Put to agreement').click();
    await form.waitFor({ state: 'detached' });
    expect(sent()[1]!.body).toMatchObject({
      agent: 'a2',
      goals: [{ metric: 'csat', goal: 0.9, weight: 3 }, {}],
    });
  });

  it('that is pinned shows what has changed since, and takes remark and answer', async () => {
    const { page } = await setting.openPage('/rounds/frontline-2026-Q1');
    await page.getByText('Customer satisfaction: pinned 80%, now 81%').waitFor();
    // The page of the agent is that of the round's period.
    const link = await page.getByRole('link', { name: 'Bo Chen' }).getAttribute('href');
    expect(link).toBe('/d/agent?var-agent=a2&var-period=quarter&var-at=2026-01-01');
    await button(page, /^Answer.*Bo Chen/).click();
    await page.getByRole('textbox', { name: 'Answer of Bo Chen' }).fill('Thank you.');
    await button(page, 'Put on record').click();
    await eventually(() => sent().length).toBe(1);
    expect(sent()[0]!.body).toEqual({ agent: 'a2', text: 'Thank you.', by: 'Ada' });
  });
});

it('before and after is told in words, as intervals, and what is wrong with a period at its field', async () => {
  const { page } = await setting.open('/d/compare');
  const words = page.getByRole('article', { name: 'What differs' });
  await words.getByText('fell by 1m 20s (95 %: 55s to 1m 45s)').waitFor();
  expect(await page.locator('.floating-bar').count(), 'two of one colour, two that reach over zero').toBe(6);
  await button(page, 'Change None').click();
  await button(page, 'new routing').click();
  const form = page.getByRole('form', { name: 'Periods' });
  await form.getByLabel('Before').fill('2026-04-06/2026-05-04');
  await page.keyboard.press('Enter');
  await form.getByText(/^give either a and b, or change/).waitFor();
  expect(await form.getByLabel('Before').getAttribute('aria-invalid')).toBe('true');
});
