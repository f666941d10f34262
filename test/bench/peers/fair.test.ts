import { describe, expect, it } from 'vitest';
import { disordered, peerEvents } from './events.ts';
import { truthOf, wrongFigures } from './truth.ts';

const EVENTS = peerEvents(7, 3_000, 100);
const DISORDER = { duplicates: 0.05, late: 0.05, lateBy: 200 };

describe('what the contenders are given', () => {
  const given = disordered(EVENTS, 7, DISORDER);
  const idsOf = (events: typeof EVENTS) => events.map(({ value }) => value.event_id);

  it('has every event, some twice and some late', () => {
    expect(new Set(idsOf(given))).toEqual(new Set(idsOf(EVENTS)));
    const again = given.length - EVENTS.length;
    expect(again / EVENTS.length).toBeGreaterThan(0.03);
    expect(again / EVENTS.length).toBeLessThan(0.07);
    const late = given.filter(({ value }, i) => i > 0 && value.occurred_at < given[i - 1]!.value.occurred_at);
    expect(late.length).toBeGreaterThan(100);
  });

  it('has late events after later ones of the same conversation', () => {
    const last = new Map<string, number>();
    const overtaken = given.filter(({ value: { conversation_id, occurred_at } }) => {
      const isOvertaken = (last.get(conversation_id) ?? 0) > occurred_at;
      last.set(conversation_id, Math.max(last.get(conversation_id) ?? 0, occurred_at));
      return isOvertaken;
    });
    expect(overtaken.length).toBeGreaterThan(50);
  });
});

describe('the truth', () => {
  const truth = truthOf(EVENTS);

  it('is the same for the same events in whichever order and however often', () => {
    expect(wrongFigures(truth, truthOf(disordered(EVENTS, 7, DISORDER)))).toEqual([]);
    expect(new Set(truth.map(({ fact }) => fact)).size).toBe(4);
  });

  it('counts a figure that is missing, one that differs, and one too many, each once', () => {
    const [first, second, ...rest] = truth;
    const found = [{ ...second!, value_ms: second!.value_ms + 1 }, ...rest, { ...first!, seq: 1_000 }];
    expect(wrongFigures(truth, found)).toHaveLength(3);
  });
});
