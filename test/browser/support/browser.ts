import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import npmChromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const debianChromium = '/usr/bin/chromium';

/**
 * Starts Chromium without a window: the machine's own where there is one, else the one that comes from npm.
 *
 * @param more of its command line
 */
export async function launchBrowser(more: readonly string[] = []): Promise<Browser> {
  const executablePath = existsSync(debianChromium) ? debianChromium : await npmChromium.executablePath();
  // Not the package's own flags: its single-process mode loses pages.
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--headless=shell', '--disable-gpu', ...more],
  });
}

/** A page of its own context, and everything that went wrong on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of the console and exceptions, in their order. */
  readonly faults: string[];
}

/** Opens a page of 1440 x 900 in English, Berlin and dark, unless told otherwise. */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    colorScheme: 'dark',
    ...options,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  return { page, faults };
}

/** Writes a picture of the page to the folder that SCREENSHOTS names, else to the system's temporary one. */
export async function screenshot(page: Page, name: string, fullPage = true): Promise<void> {
  const folder = process.env.SCREENSHOTS ?? path.join(tmpdir(), 'linewatch-screenshots');
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage, animations: 'disabled' });
}
