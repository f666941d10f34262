import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBody } from '../../services/lib/avro/codec.ts';
import { eventsBetween } from '../../services/simulator/events-between.ts';
import { isPeerReview } from '../../services/simulator/opinions/peer-reviews.ts';
import { TICKET_HORIZON_DAYS } from '../../services/simulator/tickets/tickets.ts';
import { casesOf } from '../support/in-full.ts';
import { DAY, MONDAY, SMALL, simulate } from './world.ts';

const HOUR = 3_600_000;
const OPENS_AT = MONDAY + 5 * HOUR + 17;
const range = (from: number, to: number, seed = 3) =>
  JSON.stringify([...eventsBetween({ profile: SMALL, seed, opensAt: OPENS_AT, from, to })]).slice(1, -1);

describe('the events of a range', () => {
  it('are the same each time, and others for another seed', () => {
    const once = range(OPENS_AT, OPENS_AT + 3 * DAY);
    expect(range(OPENS_AT, OPENS_AT + 3 * DAY)).toBe(once);
    expect(range(OPENS_AT, OPENS_AT + 3 * DAY, 4)).not.toBe(once);
  });

  it('are those of its parts, wherever it is divided', () => {
    const end = OPENS_AT + 20 * DAY;
    const whole = range(OPENS_AT, end);
    const anywhere = fc.array(fc.integer({ min: OPENS_AT, max: end }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anywhere, (cuts) => {
        const borders = [OPENS_AT, ...cuts.sort((a, b) => a - b), end];
        const parts = borders.slice(1).map((to, i) => range(borders[i]!, to));
        expect(parts.filter((part) => part !== '').join(',')).toBe(whole);
      }),
      { numRuns: casesOf(6) },
    );
  });

  it('come once each where a history over the end of a quarter is sent in parts, each of what began in it', () => {
    // Where the quarter of UTC ends at nine in the morning.
    const profile = { ...SMALL, zone: 'Asia/Tokyo' };
    const end = Date.parse('2024-04-01T00:00:00Z');
    const opensAt = end - 20 * DAY;
    const historyEnd = end + 8 * DAY;
    const idsOf = (from: number, closesAt: number) =>
      [...eventsBetween({ profile, seed: 3, opensAt: from, closesAt, from, to: historyEnd })].map(
        ({ value }) => value.event_id,
      );
    const whole = idsOf(opensAt, Number.POSITIVE_INFINITY).toSorted();
    const anywhere = fc.integer({ min: opensAt, max: historyEnd });
    // Early on a day, when those who closed the one before are still there: that begins at four in Tokyo, 19 h UTC.
    const early = fc
      .tuple(fc.integer({ min: -20, max: 6 }), fc.integer({ min: 0, max: HOUR / 10 }))
      .map(([day, after]) => end + day * DAY - 5 * HOUR + after);
    const someCuts = fc.array(fc.oneof(anywhere, early), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(someCuts, (cuts) => {
        const borders = [opensAt, ...cuts.filter((cut) => cut > opensAt).sort((a, b) => a - b), historyEnd];
        const parts = borders.slice(1).map((to, i) => idsOf(borders[i]!, to));
        expect(parts.flat().toSorted()).toEqual(whole);
      }),
      { numRuns: casesOf(8) },
    );
  });

  it('come in the order of time and id, each id once', () => {
    const events = simulate(1, 3);
    const ids = new Set(events.map(({ value }) => value.event_id));
    expect(ids.size).toBe(events.length);
    const outOfOrder = events.slice(1).filter(({ value: after }, i) => {
      const before = events[i]!.value;
      const tie = before.occurred_at === after.occurred_at;
      return tie ? before.event_id >= after.event_id : before.occurred_at > after.occurred_at;
    });
    expect(outOfOrder).toEqual([]);
  });

  it('leave out conversations from before the center opened', () => {
    for (const event of eventsBetween({
      profile: SMALL,
      seed: 3,
      opensAt: OPENS_AT,
      from: 0,
      to: OPENS_AT + DAY,
    })) {
      expect(event.value.occurred_at).toBeGreaterThanOrEqual(OPENS_AT);
      if (event.topic !== 'contact.agents' && !isPeerReview(event))
        expect(event.value.opened_at).toBeGreaterThanOrEqual(OPENS_AT);
    }
  });

  it('lie within the horizon, so that none is missed when a range is made anew', () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const latest = new Map<string, number>();
      for (const { value } of simulate(seed, 30, MONDAY, SMALL)) {
        const day = value.event_id.split('-')[1]!;
        latest.set(day, Math.max(latest.get(day) ?? 0, value.occurred_at));
      }
      for (const [day, at] of latest) {
        const date = Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T03:00:00Z`);
        expect(at).toBeLessThan(date + TICKET_HORIZON_DAYS * DAY);
      }
    }
  });

  it('fit the Avro schemas of their topics', () => {
    // encodeBody throws on what does not fit.
    for (const { topic, value } of simulate(2, 1)) encodeBody(topic, value);
  });

  it('refuse a center without people', () => {
    const profile = { ...SMALL, scale: 0 };
    const events = eventsBetween({ profile, seed: 1, opensAt: 0, from: 0, to: 1 });
    expect(() => events.next()).toThrow(expect.objectContaining({ code: 'SIMULATOR_PROFILE_INVALID' }));
  });
});
