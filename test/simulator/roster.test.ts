import { describe, expect, it } from 'vitest';
import { createCenter } from '../../services/simulator/center.ts';
import { DEFAULT_PROFILE } from '../../services/simulator/default-profile.ts';
import { byKey } from './world.ts';

const FIRST_DAY = 19737;
const DAYS = Array.from({ length: 28 }, (_, i) => FIRST_DAY + i);

describe('the roster', () => {
  const center = createCenter(DEFAULT_PROFILE, 5);
  const shifts = DAYS.flatMap((day) => [...center.roster(day)]);

  it('keeps absences within the shift and apart from each other', () => {
    for (const { startsAt, endsAt, absences } of shifts) {
      let free = startsAt;
      for (const absence of absences) {
        expect(absence.startsAt).toBeGreaterThan(free);
        expect(absence.endsAt).toBeLessThan(endsAt);
        free = absence.endsAt;
      }
    }
  });

  it('has a few who stay longer and work through breaks, some days, and most who hardly ever do', () => {
    const overtime = new Map<string, number>();
    for (const { agent, endsAt, leavesAt } of shifts)
      overtime.set(agent.id, (overtime.get(agent.id) ?? 0) + (leavesAt - endsAt) / 3_600_000);
    const hours = [...overtime.values()].sort((a, b) => a - b);
    expect(hours[0]).toBe(0);
    expect(hours[Math.floor(hours.length / 2)]).toBeLessThan(2);
    expect(hours.filter((each) => each > 4).length).toBeGreaterThanOrEqual(3);
    expect(hours.filter((each) => each > 4).length).toBeLessThan(12);
    const missed = shifts.filter(({ absences }) => absences.some(({ taken }) => !taken));
    expect(missed.length / shifts.length).toBeGreaterThan(0.01);
    expect(missed.length / shifts.length).toBeLessThan(0.1);
    for (const { endsAt, leavesAt } of missed) expect(leavesAt).toBeGreaterThanOrEqual(endsAt);
  });

  it('gives everybody eleven hours of rest and no more than six days in a row', () => {
    for (const own of byKey(shifts, (shift) => shift.agent.id).values()) {
      let inARow = 1;
      for (let i = 1; i < own.length; i++) {
        const rest = own[i]!.startsAt - own[i - 1]!.endsAt;
        expect(rest).toBeGreaterThanOrEqual(11 * 3_600_000);
        inARow = rest < 24 * 3_600_000 ? inARow + 1 : 1;
        expect(inARow).toBeLessThanOrEqual(6);
      }
    }
  });

  it('has at least the minimum of each crew there every day', () => {
    for (const day of DAYS) {
      for (const crew of DEFAULT_PROFILE.crews) {
        const there = center.roster(day).filter((shift) => shift.agent.crew.id === crew.id && !shift.sick);
        expect(there.length).toBeGreaterThanOrEqual(crew.minimum);
      }
    }
  });

  it('has somebody at the phones and the chats from half past eight until the night crew comes, at weekends too', () => {
    const desks = new Set(DEFAULT_PROFILE.crews.filter(({ desk }) => desk !== 'tickets').map(({ id }) => id));
    for (const day of DAYS.filter((day) => center.calendar.day(day).weekday >= 6)) {
      const there = center.roster(day).filter(({ agent, sick }) => desks.has(agent.crew.id) && !sick);
      for (let minute = 8.5 * 60; minute < 23 * 60; minute += 15) {
        const at = center.calendar.localTime(day, minute);
        const working = there.filter(({ startsAt, endsAt }) => startsAt <= at && endsAt > at);
        expect(working.length, `${center.calendar.day(day).date} ${minute / 60}`).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it('has more people on weekdays than at the weekend', () => {
    const size = (day: number) => center.roster(day).length;
    expect(size(FIRST_DAY + 5)).toBeLessThan(0.6 * size(FIRST_DAY + 2));
  });
});
