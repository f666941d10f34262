import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { PanelType } from '../../../dashboards/model.ts';

/** Evaluated and not added as a tag, which the page's policy would refuse. */
const axeScript = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Expects of what will be; gives up only when the machine must have stopped. */
export const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 60_000 });

/** What each type of panel has drawn, once it has something to draw. */
export const drawingOf: Readonly<Record<PanelType, string>> = {
  stat: '.stat-value',
  table: 'tbody tr',
  timeseries: '.chart-canvas canvas',
  barchart: '.bars-bar',
  bargauge: '.gauge-fill',
  gauge: '.gauge-done',
  heatmap: '.segment',
  'state-timeline': '.segment',
  text: '.text p, .what-if input',
  row: '.row-title',
};

/** A panel by its title. */
export const panel = (page: Page, title: string): Locator =>
  page.getByRole('article', { name: title, exact: true });

/** The first big figure of a panel. */
export const figureOf = (page: Page, title: string): Locator =>
  panel(page, title).locator('.stat-value').first();

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

interface Axe {
  run(options: object): Promise<{ violations: AxeViolation[] }>;
}

/**
 * What axe-core holds against the page.
 *
 * @param rules only these, such as `color-contrast`, the one rule that an appearance can break
 */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(axeScript);
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: Axe };
    const result = await axe.run({
      resultTypes: ['violations'],
      preload: false,
      ...(only ? { runOnly: only } : {}),
    });
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, rules);
}
