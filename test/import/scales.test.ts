import { describe, expect, test } from 'vitest';
import { parseMapping } from '../../services/import/load-mapping.ts';
import { FaultsError } from '../../services/lib/errors.ts';
import { importText } from './harness.ts';

const mapping = (answered: string, more = '') => `
id: surveys
topic: surveys
row: event
time: { zone: UTC }
conversation: "{Ticket}"
at: When
channel: email
events:
${more}  - event: answered
    survey_id: "{Ticket}"
${answered}
`;
const rows = (...scores: string[]) =>
  ['Ticket,When,Score', ...scores.map((score, i) => `t${i},2024-09-02T07:00:00Z,${score}`)].join('\n');

async function answers(csv: string, text: string) {
  const { events, rejected } = await importText(csv, text);
  const told = events.map(({ value: { event } }) =>
    'score' in event ? `${event.kind} ${event.score} of ${event.scale_max}` : event.type,
  );
  return { told, rejected };
}

function faultsOf(text: string): string[] {
  try {
    parseMapping(text, 'mapping.yaml');
  } catch (error) {
    if (error instanceof FaultsError) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('a scale that a mapping declares', () => {
  test.each([
    [
      'from 0 (Likert scales of many forms)',
      'csat',
      '{ worst: 0, best: 4 }',
      '0,4',
      ['csat 1 of 5', 'csat 5 of 5'],
    ],
    ['with the best first', 'csat', '{ worst: 6, best: 1 }', '1,5', ['csat 6 of 6', 'csat 2 of 6']],
    ['with a sign', 'csat', '{ worst: -2, best: 2 }', '-2,+1', ['csat 1 of 5', 'csat 4 of 5']],
    ['of CES with five steps', 'ces', '{ worst: 1, best: 5 }', '3,5', ['ces 4 of 7', 'ces 7 of 7']],
    ['of CES that asks for the effort', 'ces', '{ worst: 7, best: 1 }', '2,7', ['ces 6 of 7', 'ces 1 of 7']],
    ['of NPS', 'nps', '{ worst: 0, best: 10 }', '0,10', ['nps 0 of 10', 'nps 10 of 10']],
  ])('%s', async (_, kind, scale, scores, told) => {
    const text = mapping(`    kind: ${kind}\n    score: "{Score}"\n    scale: ${scale}`);
    expect(await answers(rows(...scores.split(',')), text)).toEqual({ told, rejected: null });
  });

  test('rejects what lies outside of it, with the reason', async () => {
    const text = mapping('    kind: csat\n    score: "{Score}"\n    scale: { worst: 0, best: 4 }');
    const { told, rejected } = await answers(rows('4', '5', '-1'), text);
    expect(told).toEqual(['csat 5 of 5']);
    expect(rejected).toContain('score: 5 is not on the scale from 0 to 4');
    expect(rejected).toContain('score: -1 is not on the scale from 0 to 4');
  });

  test('rejects what lies between two boxes of it', async () => {
    const marks = mapping('    kind: csat\n    score: "{Score}"\n    scale: { worst: 6, best: 1 }');
    const { told, rejected } = await answers(rows('2', '2.5'), marks);
    expect(told).toEqual(['csat 5 of 6']);
    expect(rejected).toContain('score: must be a whole number');
    const effort = mapping('    kind: ces\n    score: "{Score}"\n    scale: { worst: 1, best: 5 }');
    expect(await answers(rows('2.5'), effort)).toEqual({ told: ['ces 3.25 of 7'], rejected: null });
  });

  test('has steps that its kind can have, and stands instead of scale_max', () => {
    const faults = (lines: string) => faultsOf(mapping(lines));
    const score = '    score: "{Score}"\n';
    expect(faults(`    kind: csat\n${score}    scale: { worst: -103, best: 103 }`)).toEqual([
      'events.0.scale: has 207 steps, more than 101: give its answers a number with a map',
    ]);
    expect(faults(`    kind: csat\n${score}    scale: { worst: 0, best: 100 }`)).toEqual([
      'events.0.scale: csat: scale_max: must be 2 to 100',
    ]);
    expect(faults(`    kind: quality_review\n${score}    scale: { worst: 0, best: 100 }`)).toEqual([]);
    expect(faults(`    kind: csat\n${score}    scale: { worst: 3, best: 3 }`)).toEqual([
      'events.0.scale: has but one step',
    ]);
    expect(faults(`    kind: nps\n${score}    scale: { worst: 1, best: 5 }`)).toEqual([
      'events.0.scale: nps: scale_max: must be 10',
    ]);
    expect(faults(`    kind: csat\n${score}    scale: { worst: 1, best: 5 }\n    scale_max: 5`)).toEqual([
      'events.0.scale: either scale or scale_max',
    ]);
    expect(faults(`    kind: csat\n${score}`)).toEqual(['events.0.scale_max: is missing']);
  });
});

describe('an answer without a declared scale', () => {
  test('is rejected with the reason where its kind has none like it', async () => {
    const csat = mapping('    kind: csat\n    score: "{Score}"\n    scale_max: 5');
    const { told, rejected } = await answers(rows('1', '0', '6'), csat);
    expect(told).toEqual(['csat 1 of 5']);
    expect(rejected!.match(/score: must be 1 to 5/g)).toHaveLength(2);
    const one = mapping('    kind: csat\n    score: "{Score}"\n    scale_max: 1');
    expect((await answers(rows('1'), one)).rejected).toContain('scale_max: must be 2 to 100');
    const ces = mapping('    kind: ces\n    score: "{Score}"\n    scale_max: 5');
    expect((await answers(rows('4'), ces)).rejected).toContain('scale_max: must be 7');
  });
});
