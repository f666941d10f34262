import { describe, expect, it } from 'vitest';
import { foldRound } from '../../../services/domain/rounds/fold.ts';
import type { Round } from '../../../services/domain/rounds/round.ts';
import { dueAt, notesOf } from '../../../services/evaluation/rounds/settling.ts';
import { actsOf, FROM, given, OPENED, TO } from '../../domain/rounds/acts.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const ofCsat = (openedAt = FROM): Round => foldRound(actsOf([OPENED], () => openedAt))!;
function withFcr(): Round {
  const [goal] = given(0.75).goals;
  const goals = [{ ...goal!, metric: 'fcr' }];
  const deed = { what: 'goals_set', body: { given: [{ ...given(0.75, 'ann'), goals }] } } as const;
  return foldRound(actsOf([OPENED, deed]))!;
}

describe('a round is pinned by itself', () => {
  it('an hour after its period', () => {
    expect(dueAt(ofCsat())).toBe(TO + HOUR);
  });

  it('a week after it where anybody is measured by first contact resolution', () => {
    expect(dueAt(withFcr())).toBe(TO + 7 * DAY);
  });

  it('a day after it was opened, where that was late: goals can be changed and confirmed until then', () => {
    expect(dueAt(ofCsat(TO + 3 * DAY))).toBe(TO + 4 * DAY);
  });
});

describe('what is pinned by hand', () => {
  it('says that a figure is provisional, until when', () => {
    expect(notesOf(withFcr(), TO + 7 * DAY - 1, TO)).toEqual([
      'first contact resolution is provisional until 2026-04-08T00:00:00.000Z: until then customers may come back',
    ]);
    expect(notesOf(withFcr(), TO + 7 * DAY, TO)).toEqual([]);
    expect(notesOf(ofCsat(), TO, TO)).toEqual([]);
  });

  it('says that events of the period may be missing', () => {
    expect(notesOf(ofCsat(), TO, TO - 1)).toEqual([
      'what happened after 2026-03-31T23:59:59.999Z may be missing',
    ]);
    expect(notesOf(ofCsat(), TO, null)).toEqual(['how far the figures reach is not known']);
  });
});
