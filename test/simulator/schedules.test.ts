import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { createCenter } from '../../services/simulator/center.ts';
import { SOURCE } from '../../services/simulator/event-log.ts';
import { eventsBetween } from '../../services/simulator/events-between.ts';
import { byKey, DAY, MONDAY, SMALL } from './world.ts';

const HISTORY_DAYS = 14;

describe('schedules, after a fortnight of history', () => {
  const center = createCenter(SMALL, 3);
  const opensAt = MONDAY;

  /** The plans that are known at an instant, the last of each agent and begin. */
  function plansAt(now: number) {
    const plans = new Map<string, { agent: string; starts: number; ends: number; activity: string }>();
    for (const { value } of eventsBetween({ profile: SMALL, seed: 3, opensAt, from: opensAt, to: now })) {
      if (!('agent_id' in value) || value.event.type !== 'scheduled') continue;
      const { starts_at: starts, ends_at: ends, activity } = value.event;
      plans.set(`${value.agent_id} ${starts}`, { agent: value.agent_id, starts, ends, activity });
    }
    return [...plans.values()];
  }

  it.each([
    ['in the small hours', 1],
    ['in the morning', 9],
    ['in the evening', 23],
  ])('%s cover every shift of today and of the next six days, past midnight too', (_, hour) => {
    const today = DateTime.fromMillis(opensAt + HISTORY_DAYS * DAY, { zone: SMALL.zone }).startOf('day');
    const now = today.plus({ hours: hour }).toMillis();
    const end = today.plus({ days: 7 }).toMillis();
    const plans = byKey(plansAt(now), ({ agent }) => agent);
    const first = center.calendar.numberAt(today.toMillis());
    const shifts = Array.from({ length: 8 }, (_, i) => [...center.roster(first + i)])
      .flat()
      .filter((shift) => shift.endsAt > today.toMillis() && shift.startsAt < end);
    expect(
      shifts.some(({ startsAt, endsAt }) => startsAt < today.toMillis() && endsAt > today.toMillis()),
    ).toBe(true);
    for (const { agent, startsAt, endsAt } of shifts) {
      let until = startsAt;
      for (const plan of (plans.get(agent.id) ?? []).toSorted((a, b) => a.starts - b.starts)) {
        if (plan.starts < startsAt || plan.starts >= endsAt) continue;
        expect(plan.starts).toBe(until);
        until = plan.ends;
      }
      expect(until, `${agent.id} from ${new Date(startsAt).toISOString()}`).toBe(endsAt);
    }
  });

  it('are told by the system, not by the agents', () => {
    const [event] = [
      ...eventsBetween({ profile: SMALL, seed: 3, opensAt, from: opensAt, to: opensAt + DAY }),
    ].filter(({ value }) => value.event.type === 'scheduled');
    expect(event!.value).toMatchObject({ source: SOURCE, actor: { kind: 'system', id: null } });
  });
});
