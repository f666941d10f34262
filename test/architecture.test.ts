import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..');
const page = readFileSync(path.join(ROOT, 'docs/architecture.md'), 'utf8');
const WALKS = [
  'An event, from Kafka to a row',
  'A question, from the route to the answer',
  'A breach, from the clock to the channel',
];

/** The files of a walk; one without a folder lies beside the one before. */
function filesOf(walk: string): string[] {
  const section = page.split(/^## /m).find((one) => one.startsWith(walk))!;
  const files = new Set<string>();
  for (const row of section.split('\n').filter((line) => /^\| \d+ \|/.test(line))) {
    let folder = '';
    for (const [, name] of row.matchAll(/`([\w./-]+\.ts)`/g)) {
      if (name!.includes('/')) folder = path.dirname(name!);
      files.add(name!.includes('/') ? name! : `${folder}/${name}`);
    }
  }
  return [...files];
}

describe('docs/architecture.md', () => {
  it.each(WALKS)('%s: passes files that there are', (walk) => {
    expect(filesOf(walk).length).toBeGreaterThan(10);
    expect(filesOf(walk).filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  it('says how long the walks are', () => {
    const lengths = [
      ...page.matchAll(/^\| an? (?:event|question|breach) to an? \w+ \| \d+ \| (\d+) \|$/gm),
    ].map(([, n]) => Number(n));
    expect(lengths).toEqual(WALKS.map((walk) => filesOf(walk).length));
  });
});
