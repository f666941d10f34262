import type { Page } from 'playwright-core';

/** Waits until no panel is loading any more. */
export async function drawn(page: Page): Promise<void> {
  await page.locator('.panel').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
}
