import { describe, expect, it } from 'vitest';
import { createCenter } from '../../services/simulator/center.ts';
import { DEFAULT_PROFILE } from '../../services/simulator/default-profile.ts';
import { occupancy, queueSpells, stateTimes } from './figures.ts';
import { DAY, MONDAY, simulate } from './world.ts';

const HOUR = 3_600_000;
const WEEKDAYS = [0, 1, 2, 3, 4, 7, 8, 9, 10, 11];
const WEEKEND = [5, 6, 12, 13];

describe.each([1, 2, 3])('two weeks of the default center (seed %i)', (seed) => {
  const events = simulate(seed, 14);
  const spells = queueSpells(events);
  const conversations = events.flatMap(({ topic, value }) =>
    topic !== 'contact.agents' && (value.event.type === 'started' || value.event.type === 'created')
      ? [value]
      : [],
  );
  const openedOn = (day: number) =>
    conversations.filter(({ opened_at: at }) => at >= MONDAY + day * DAY && at < MONDAY + (day + 1) * DAY)
      .length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('have the traffic that the profile promises', () => {
    expect(events.length).toBeGreaterThan(150_000);
    expect(events.length).toBeLessThan(260_000);
    expect(mean(WEEKDAYS.map(openedOn))).toBeGreaterThan(1_300);
    expect(mean(WEEKDAYS.map(openedOn))).toBeLessThan(1_650);
  });

  it('have about half the customers at weekends', () => {
    const ratio = mean(WEEKEND.map(openedOn)) / mean(WEEKDAYS.map(openedOn));
    expect(ratio).toBeGreaterThan(0.35);
    expect(ratio).toBeLessThan(0.65);
  });

  it('lose a few of the callers and answer most, but not all, in time', () => {
    const calls = spells.filter(({ channel }) => channel === 'voice');
    const share = (test: (spell: (typeof calls)[number]) => boolean) =>
      calls.filter(test).length / calls.length;
    const abandoned = share(({ outcome }) => outcome === 'abandoned');
    const inTime = share(({ outcome, waitMs }) => outcome === 'answered' && waitMs <= 20_000);
    expect(abandoned).toBeGreaterThan(0.02);
    expect(abandoned).toBeLessThan(0.12);
    expect(inTime).toBeGreaterThan(0.6);
    expect(inTime).toBeLessThan(0.95);
    expect(share(({ outcome }) => outcome === 'callback')).toBeGreaterThan(0.002);
    // Who called in the last hour may be served after the end of what is looked at.
    const lastHour = MONDAY + 14 * DAY - HOUR;
    expect(share(({ outcome, at }) => outcome === 'waiting' && at < lastHour)).toBe(0);
  });

  it('answer most customers within minutes on the evenings of weekends too', () => {
    for (const day of WEEKEND) {
      // From four to eight, before the night crew comes.
      const from = MONDAY + day * DAY + 12 * HOUR;
      const evening = spells.filter(({ at }) => at >= from && at < from + 4 * HOUR);
      const soon = evening.filter(({ outcome, waitMs }) => outcome === 'answered' && waitMs <= 180_000);
      expect(soon.length / evening.length, `day ${day}`).toBeGreaterThan(0.65);
    }
  });

  it('have every queue and channel served', () => {
    for (const { id } of DEFAULT_PROFILE.queues) {
      for (const channel of ['voice', 'chat', 'messaging']) {
        const own = spells.filter((spell) => spell.queue === id && spell.channel === channel);
        const answered = own.filter(({ outcome }) => outcome === 'answered').length / own.length;
        expect(answered, `${id} ${channel}`).toBeGreaterThan(0.8);
      }
    }
  });

  it('keep agents busy by day, but not all the time', () => {
    const times = stateTimes(events);
    const rates = WEEKDAYS.map(
      (day) => occupancy(times, MONDAY + day * DAY + 4 * HOUR, MONDAY + day * DAY + 14 * HOUR)!,
    );
    expect(mean(rates)).toBeGreaterThan(0.6);
    expect(mean(rates)).toBeLessThan(0.9);
  });

  it('never leave the floor dead: something happens at any hour of the night', () => {
    const perHour = new Map<number, number>();
    for (const { value } of events) {
      const hour = Math.floor((value.occurred_at - MONDAY) / HOUR);
      perHour.set(hour, (perHour.get(hour) ?? 0) + 1);
    }
    for (let hour = 0; hour < 14 * 24; hour++)
      expect(perHour.get(hour) ?? 0, `hour ${hour}`).toBeGreaterThan(120);
  });

  it('see some customers again within days', () => {
    const days = new Map<string, Set<number>>();
    for (const { customer, opened_at } of conversations) {
      const seen = days.get(customer!.id) ?? new Set();
      days.set(customer!.id, seen.add(Math.floor(opened_at / DAY)));
    }
    const again = [...days.values()].filter((seen) => seen.size > 1).length / days.size;
    expect(again).toBeGreaterThan(0.03);
    expect(again).toBeLessThan(0.25);
  });
});

it('the default center has sixty agents, in teams and queues of the example configuration', () => {
  const { agents } = createCenter(DEFAULT_PROFILE, 1);
  expect(agents).toHaveLength(60);
  expect(new Set(agents.map(({ crew }) => crew.team))).toEqual(
    new Set(['frontline', 'billing', 'technical', 'night']),
  );
  expect(new Set(agents.flatMap(({ queues }) => queues))).toEqual(
    new Set(['general', 'billing', 'technical', 'orders', 'vip']),
  );
});
