import { expect, it } from 'vitest';
import { parseContactCenter } from '../../../services/center/contact-center.ts';
import { FaultsError } from '../../../services/lib/errors.ts';

function faultsOf(text: string): string[] {
  try {
    parseContactCenter(text, 'center.yaml');
  } catch (error) {
    if (error instanceof FaultsError)
      return error.faults.map(({ line, path, message }) => `${line} ${path}: ${message}`);
    throw error;
  }
  return [];
}

it('a center that names no states of its own has none', () => {
  expect(parseContactCenter('', 'center.yaml').agentStates.size).toBe(0);
});

it('names of states are found however they are written', () => {
  const { agentStates } = parseContactCenter('agentStates: { "Coaching 1:1": training }', 'center.yaml');
  expect([...agentStates]).toEqual([['coaching 1:1', 'training']]);
});

it('every fault of states is told with its line', () => {
  expect(faultsOf('agentStates:\n  Quality: working\n  Kicker: break\n  kicker: away\n')).toEqual([
    '2 agentStates.Quality: must be one of available, busy, wrap_up, break, training, meeting, away, offline',
  ]);
  expect(faultsOf('agentStates:\n  Kicker: break\n  kicker: away\n')).toEqual([
    '3 agentStates.kicker: is there twice',
  ]);
  expect(faultsOf('agentStates: [lunch]')).toHaveLength(1);
});
