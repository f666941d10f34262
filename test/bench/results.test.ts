import { expect, it } from 'vitest';
import { failure, figure } from './report.ts';
import { type Result, resultsPage, takenIn } from './results.ts';

const machine = { cpu: 'a', cores: 2, memoryGiB: 24, kernel: 'k', node: 'v20' };
const result = (bench: string, value: number, commit: string): Result => ({
  bench,
  at: '2026-11-30T08:41:42.886Z',
  commit,
  machine,
  lines: [figure(bench, 'events', value, '/s')],
});

it('takes the figures of a run in place of older ones, and leaves those of other benchmarks', () => {
  const known = [result('ingest', 1, 'old'), result('live', 2, 'old')];
  const lines = [figure('live', 'boards', 3, ''), failure('ingest', new Error('a wrong count'))];
  const now = takenIn(known, { at: '2026-12-01T00:00:00.000Z', commit: 'new', machine, lines }, [
    'live',
    'ingest',
  ]);
  expect(now.map(({ bench, commit }) => [bench, commit])).toEqual([
    ['live', 'new'],
    ['ingest', 'old'],
  ]);
  expect(resultsPage(now)).toContain('| `npm run bench -- live --results` | 2026-12-01 00:00 | `new` |');
});
