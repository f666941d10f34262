import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { drawn } from './support/drawn.ts';
import { type Setting, startSetting } from './support/setting.ts';

let setting: Setting;

beforeAll(async () => {
  setting = await startSetting();
});
afterEach(() => setting.reset());
afterAll(() => setting?.close());

describe('where the services want a key', () => {
  it('the page asks for it, says that a wrong one is wrong, and shows the board with the right one', async () => {
    const { page } = await setting.open('/d/live');
    setting.api.key = 'lw_right';
    await page.reload();
    const signIn = async (key: string) => {
      await page.getByLabel('Key').fill(key);
      await page.getByRole('button', { name: 'Sign in' }).click();
    };
    await signIn('lw_wrong');
    await page.getByRole('alert').waitFor();
    await signIn('lw_right');
    await drawn(page);
    expect(await page.evaluate(() => sessionStorage.getItem('linewatch.key'))).toBe('lw_right');
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('lw_');
    expect(page.url()).not.toContain('lw_');
  });
});
