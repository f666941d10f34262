import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isSatisfied } from '../../services/domain/quality.ts';
import { importText } from './harness.ts';

const guide = readFileSync(new URL('../../docs/surveys.md', import.meta.url), 'utf8');

const HEAD = `id: surveys
topic: surveys
row: event
time: { zone: UTC }
conversation: "{Ticket}"
at: When
channel: email
`;

/** A file with one answer a row. */
const fileOf = (scores: readonly string[]) =>
  ['Ticket,When,Score', ...scores.map((score, i) => `t${i},2024-09-02T07:00:00Z,${score}`)].join('\n');

const codes = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);

/** The rows of the table of vendors. */
const VENDORS = guide
  .split('\n')
  .filter((line) => line.startsWith('| ') && line.includes('`kind: '))
  .map((line) => {
    const [vendor, sends, mapping, satisfied] = line
      .split(' | ')
      .map((cell) => cell.replace(/^\| | ?\|$/g, ''));
    return {
      vendor: vendor!,
      sends: codes(sends!).filter((code) => !code.endsWith('offered')),
      rule: codes(mapping!)[0]!,
      satisfied: codes(satisfied ?? ''),
    };
  });

test('the table has the vendors that people ask for', () => {
  expect(VENDORS.length).toBeGreaterThan(15);
  for (const { sends } of VENDORS) expect(sends.length).toBeGreaterThan(1);
});

test.each(VENDORS)('$vendor: all that it sends is counted, and satisfied is $satisfied', async (row) => {
  const rule = `events:\n  - { event: answered, survey_id: "{Ticket}", ${row.rule} }\n`;
  const { events, rejected } = await importText(fileOf(row.sends), HEAD + rule);
  expect(rejected).toBeNull();
  const answers = events.map(({ value: { event } }, i) => {
    if (!('score' in event)) throw new Error(event.type);
    return { sent: row.sends[i]!, ...event };
  });
  expect(answers).toHaveLength(row.sends.length);
  const satisfied = answers.filter(
    ({ kind, score, scale_max }) => kind === 'csat' && isSatisfied(score, scale_max),
  );
  expect(satisfied.map(({ sent }) => sent).sort()).toEqual([...row.satisfied].sort());
});

test('Zendesk’s export: offered is a survey that was sent, good and bad are answers, unoffered is nothing', async () => {
  const blocks = [...guide.matchAll(/^```yaml\n(.*?)^```/gms)].map((match) => match[1]!);
  const csv = fileOf(['good', 'bad', 'offered', 'unoffered', 'fine']);
  const { events, rejected, summary } = await importText(csv, HEAD + blocks[1]!);
  const told = events.map(({ value: { event } }) => ('score' in event ? event.score : event.type));
  expect(told).toEqual(['sent', 2, 'sent', 1, 'sent']);
  expect(summary.dropped).toBe(1);
  expect(rejected).toContain('the map has no entry for ""fine""');
});

test('the example of school marks', async () => {
  const blocks = [...guide.matchAll(/^```yaml\n(.*?)^```/gms)].map((match) => match[1]!);
  const rule = `${HEAD}events:\n${blocks[0]!.replace('{Mark}', '{Score}')}`;
  const { events } = await importText(fileOf(['1', '2']), rule);
  const told = events.map(({ value: { event } }) => 'score' in event && [event.score, event.scale_max]);
  expect(told).toEqual([
    [6, 6],
    [5, 6],
  ]);
});
