/** Alone: `node --import tsx test/bench/viewer.ts`. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { launchBrowser, openPage } from '../browser/support/browser.ts';
import { drawn } from '../browser/support/drawn.ts';
import { type FakeApi, startFakeApi } from '../browser/support/fake-api.ts';
import { liveQueues } from '../browser/support/fixtures.ts';
import { buildProductsViewer, buildViewer } from '../browser/support/viewer.ts';
import { productEnvironment, startProduct, temporaryFolder } from '../support/product.ts';
import { atLeast, atMost, type Bench, type Line, percentile, table } from './report.ts';

const NAME = 'viewer';
const KB = 1_000;
const MB = 1_000_000;
const FIRST_VIEWS = 9;
const FRAMES_MS = 5_000;
const SHIFT_S = 8 * 3_600;
/** Until then caches of formats and shapes of code fill. */
const WARM_UP_S = 1_800;
/** A push a second; the page draws each, however fast they come. */
const AT_A_TIME = 100;
const LIVE_QUEUES = liveQueues().filter(({ channel }) => channel === 'voice' || channel === 'chat').length;

/** What a wall display asks of the browser and of the service. */
export const viewerBench: Bench = {
  name: NAME,
  title: 'the live board: size, first view, frames, and the memory of a shift of eight hours',
  async run(say) {
    const viewer = await buildViewer();
    try {
      return [await size(viewer.folder), ...(await withProduct(say)), await memory(viewer.folder, say)];
    } finally {
      await viewer.remove();
    }
  },
};

async function size(folder: string): Promise<Line> {
  const assets = path.join(folder, 'assets');
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  const sizes = await Promise.all(
    scripts.map(async (name) => gzipSync(await readFile(path.join(assets, name))).length),
  );
  const total = sizes.reduce((sum, bytes) => sum + bytes, 0);
  return atMost(NAME, 'JavaScript, compressed', total / KB, 200, ' kB');
}

/** On the product with two weeks of history and its traffic, all on this machine. */
async function withProduct(say: (line: string) => void): Promise<Line[]> {
  await buildProductsViewer();
  say('two weeks of history');
  const folder = await temporaryFolder();
  const product = await startProduct(['--history-days', '15'], await productEnvironment(folder.path));
  const browser = await launchBrowser();
  try {
    const views: number[] = [];
    for (let view = 0; view < FIRST_VIEWS; view++) {
      const { page } = await openPage(browser);
      const startedAt = performance.now();
      await page.goto(`${product.address}/d/live`, { waitUntil: 'commit' });
      await drawn(page);
      views.push(performance.now() - startedAt);
      await page.context().close();
    }
    say(`first views: ${views.map((ms) => Math.round(ms)).join(', ')} ms`);
    const { page } = await openPage(browser);
    await page.goto(`${product.address}/d/live`);
    await drawn(page);
    const rate = await framesPerSecond(page);
    return [
      atMost(NAME, 'first view of live, p50', percentile(views, 0.5), 1_500, ' ms'),
      atMost(NAME, 'first view of live, slowest', Math.max(...views), 1_500, ' ms'),
      atLeast(NAME, 'frames while it is live and pointed at', rate, 30, '/s'),
    ];
  } finally {
    await browser.close();
    await product.end('SIGINT');
    await folder.remove();
  }
}

/** With a crosshair that moves in every frame. */
async function framesPerSecond(page: Page): Promise<number> {
  const frames = await page.evaluate(async (lengthMs) => {
    const plot = document.querySelector('.u-over')!;
    const { left, top, width } = plot.getBoundingClientRect();
    const startedAt = performance.now();
    let count = 0;
    while (performance.now() - startedAt < lengthMs) {
      await new Promise(requestAnimationFrame);
      count += 1;
      const clientX = left + ((count * 3) % width);
      plot.dispatchEvent(new MouseEvent('mousemove', { clientX, clientY: top + 5 }));
    }
    return count;
  }, FRAMES_MS);
  return frames / (FRAMES_MS / 1_000);
}

/** A shift in fast motion: every push of eight hours, with requests for the charts every second. */
async function memory(folder: string, say: (line: string) => void): Promise<Line> {
  say('eight hours in fast motion');
  const api = await startFakeApi(folder);
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser);
    await page.goto(`${api.url}/d/live?refresh=1s`);
    await drawn(page);
    await live(api, page, 0, WARM_UP_S);
    const before = await heapOf(page);
    await live(api, page, WARM_UP_S, SHIFT_S);
    const after = await heapOf(page);
    say(`heap: ${(before / MB).toFixed(1)} MB, then ${(after / MB).toFixed(1)} MB`);
    return atMost(NAME, 'growth of the heap in 8 h', Math.max(0, after - before) / MB, 2, ' MB');
  } finally {
    await browser.close();
    await api.close();
  }
}

/** Pushes the figures of each second, and waits now and then until they are on the page. */
async function live(api: FakeApi, page: Page, from: number, to: number): Promise<void> {
  const shown = page.locator('.stat-figure').first();
  for (let second = from + 1; second <= to; second++) {
    api.queues = liveQueues().map((queue) => ({ ...queue, waiting: second, longestWaitMs: second * 1_000 }));
    api.push();
    if (second % AT_A_TIME > 0) continue;
    const expected = String(LIVE_QUEUES * second);
    while ((await shown.getAttribute('data-value')) !== expected) await sleep(10);
  }
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  // Once is not enough: what finalizers let go of is taken by the next collection.
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(table(await viewerBench.run(console.error)));
