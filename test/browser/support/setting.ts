import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser, openPage, type WatchedPage } from './browser.ts';
import { drawn } from './drawn.ts';
import { type FakeApi, NOBODY, startFakeApi } from './fake-api.ts';
import { liveQueues } from './fixtures.ts';
import { buildViewer } from './viewer.ts';

/** The viewer on a query service with made-up figures, and one browser to look at it with. */
export interface Setting {
  readonly api: FakeApi;
  /** Opens an address and waits until every panel is drawn. */
  open(path: string, options?: BrowserContextOptions): Promise<WatchedPage>;
  /** Opens a page that is no dashboard, as Ada where it asks for a name. */
  openPage(path: string, options?: BrowserContextOptions): Promise<WatchedPage>;
  /** Closes all pages and takes the figures back to what they were. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function startSetting(): Promise<Setting> {
  const [viewer, browser]: [Awaited<ReturnType<typeof buildViewer>>, Browser] = await Promise.all([
    buildViewer(),
    launchBrowser(),
  ]);
  const api = await startFakeApi(viewer.folder);
  return {
    api,
    async open(path, options) {
      const watched = await openPage(browser, options);
      await watched.page.goto(api.url + path);
      await drawn(watched.page);
      return watched;
    },
    async openPage(path, options) {
      const watched = await openPage(browser, options);
      const { page } = watched;
      await page.addInitScript(() => sessionStorage.setItem('linewatch.name', 'Ada'));
      await page.goto(api.url + path);
      await page.locator('.sheets .card').first().waitFor();
      return watched;
    },
    async reset() {
      api.broken.clear();
      api.key = null;
      api.asked.length = 0;
      api.refused.clear();
      api.sent.length = 0;
      api.me = NOBODY;
      api.queues = liveQueues();
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
    async close() {
      await browser.close();
      await api.close();
      await viewer.remove();
    },
  };
}
