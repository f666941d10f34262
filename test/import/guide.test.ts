import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeSummary } from '../../services/import/summary.ts';
import { brief, importFile, temporaryFolder } from './harness.ts';

const guide = readFileSync(new URL('../../docs/import.md', import.meta.url), 'utf8');

/** The code blocks of one language in the guide, in order. */
function blocks(language: string): string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    (match) => match[1]!,
  );
}

test('the first example of the guide prints what the guide says', async () => {
  const file = join(temporaryFolder(), 'acme.csv');
  writeFileSync(file, blocks('csv')[0]!);
  const { summary } = await importFile(file, blocks('yaml')[0]!);
  const printed = describeSummary({ ...summary, rejectedPath: 'acme.csv.rejected.csv' }, false);
  expect(printed).toBe(blocks('text')[0]);
});

test('the second example of the guide gives the events of its calls', async () => {
  const file = join(temporaryFolder(), 'switch.csv');
  writeFileSync(file, blocks('csv')[1]!);
  const { events, summary } = await importFile(file, blocks('yaml')[1]!);
  expect(summary).toMatchObject({ rows: 4, imported: 3, dropped: 1 });
  expect(events.map(brief)).toEqual([
    'a1 started 2024-09-02T07:00:00.000Z',
    'a1 queued 2024-09-02T07:00:00.000Z',
    'a1 answered 2024-09-02T07:00:35.000Z',
    'a1 ended 2024-09-02T07:04:45.000Z',
    'a2 started 2024-09-02T07:01:00.000Z',
    'a2 queued 2024-09-02T07:01:00.000Z',
    'a2 abandoned 2024-09-02T07:01:12.000Z',
    'a3 started 2024-09-02T07:02:00.000Z',
    'a3 ended 2024-09-02T07:02:00.000Z',
  ]);
});

test('the third example of the guide prints what the guide says, and rolls past midnight', async () => {
  const file = join(temporaryFolder(), 'pbx.csv');
  writeFileSync(file, blocks('csv')[2]!);
  const { events, summary } = await importFile(file, blocks('yaml')[2]!);
  const printed = describeSummary({ ...summary, rejectedPath: 'pbx.csv.rejected.csv' }, false);
  expect(printed).toBe(blocks('text')[1]);
  expect(events.map(brief).filter((line) => !/started|queued/.test(line))).toEqual([
    'b1 answered 2024-03-05T23:01:05.000Z',
    'b1 ended 2024-03-05T23:09:30.000Z',
    'b2 abandoned 2024-03-06T08:31:05.000Z',
    'b3 answered 2024-03-06T08:45:20.000Z',
    'b3 ended 2024-03-06T08:50:10.000Z',
  ]);
});
