import { describe, expect, it } from 'vitest';
import { idempotencyKey } from '../../../services/alerting/alert.ts';
import { historyOf } from '../../../services/alerting/notify/history.ts';
import { mustBeWritten } from '../../../services/alerting/notify/notification.ts';
import { dispatcherOf, firing, MINUTE, resolved, runUntil, SECOND, T0, textOf } from './dispatching.ts';

const told = (dispatcher: ReturnType<typeof dispatcherOf>, now: number) => dispatcher.take(now).map(textOf);
const x = firing('x');
const y = firing('y');

describe('alerts that are told alone', () => {
  it('leave at once, and so does that they are over', () => {
    const dispatcher = dispatcherOf({ routes: [{ channels: ['a', 'b'] }] });
    dispatcher.add([x], T0);
    expect(told(dispatcher, T0)).toEqual(['a changed x*', 'b changed x*']);
    dispatcher.add([resolved(x, T0 + 1)], T0 + 1);
    expect(told(dispatcher, T0 + 1)).toEqual(['a changed x-', 'b changed x-']);
    expect(dispatcher.nextAt()).toBe(Number.POSITIVE_INFINITY);
  });

  it('are told once to a channel that two routes name', () => {
    const dispatcher = dispatcherOf({
      routes: [{ channels: ['a'], continue: true }, { channels: ['a', 'b'] }],
    });
    dispatcher.add([x], T0);
    expect(told(dispatcher, T0)).toEqual(['a changed x*', 'b changed x*']);
  });

  it('are told under the key of their transition', () => {
    const dispatcher = dispatcherOf({ routes: [{ channels: ['a'] }] });
    dispatcher.add([x], T0);
    expect(dispatcher.take(T0)).toMatchObject([
      { key: 'x-1', group: null, alerts: [{ key: 'x-1' }], firing: 1 },
    ]);
  });

  it('that were pending and never fired are not told to be over', () => {
    const dispatcher = dispatcherOf();
    dispatcher.add([{ ...x, state: 'pending' }], T0);
    dispatcher.add([resolved(x, T0)], T0);
    expect(told(dispatcher, T0)).toEqual([]);
  });
});

describe('silenced alerts', () => {
  const route = { routes: [{ channels: ['a'] }] };

  it('are told when the silence ends, if they still fire', () => {
    const dispatcher = dispatcherOf(route);
    dispatcher.silence(({ id }) => id === 'x', T0);
    dispatcher.add([x, y], T0);
    expect(told(dispatcher, T0)).toEqual(['a changed y*']);
    dispatcher.silence(() => false, T0 + 5);
    expect(told(dispatcher, T0 + 5)).toEqual(['a changed x*']);
  });

  it('are not told at all if they are over before', () => {
    const dispatcher = dispatcherOf(route);
    dispatcher.silence(() => true, T0);
    dispatcher.add([x], T0);
    dispatcher.add([resolved(x, T0)], T0 + 1);
    dispatcher.silence(() => false, T0 + 2);
    expect(told(dispatcher, T0 + 2)).toEqual([]);
  });

  it('that were told before are told to be over', () => {
    const dispatcher = dispatcherOf(route);
    dispatcher.add([x], T0);
    dispatcher.silence(() => true, T0);
    dispatcher.add([resolved(x, T0)], T0);
    expect(told(dispatcher, T0)).toEqual(['a changed x*', 'a changed x-']);
  });
});

describe('inhibited alerts', () => {
  const rules = {
    routes: [{ channels: ['a'] }],
    inhibit: [{ source: { kind: 'sla_breach' }, target: { kind: 'sla_warning' }, equal: ['queue'] }],
  };
  const warning = firing('w', T0, { kind: 'sla_warning' });

  it('are not told while the source fires, even if they come first of the two, and are told then', () => {
    const dispatcher = dispatcherOf(rules);
    dispatcher.add([warning, x], T0);
    expect(told(dispatcher, T0)).toEqual(['a changed x*']);
    dispatcher.add([resolved(x, T0 + 1)], T0 + 1);
    expect(told(dispatcher, T0 + 1).sort()).toEqual(['a changed w*', 'a changed x-']);
  });

  it('by one that is silenced are not told either', () => {
    const dispatcher = dispatcherOf(rules);
    dispatcher.silence(({ id }) => id === 'x', T0);
    dispatcher.add([x, warning], T0);
    expect(told(dispatcher, T0)).toEqual([]);
  });
});

describe('a group', () => {
  const grouped = {
    routes: [{ channels: ['a'], groupBy: ['queue'], groupWait: '30s', groupInterval: '5m' }],
  };

  it('gathers first, and tells what changes at its pace', () => {
    const dispatcher = dispatcherOf(grouped);
    dispatcher.add([x], T0);
    dispatcher.add([y, firing('v', T0, { queue: 'vip' })], T0 + 10 * SECOND);
    expect(runUntil(dispatcher, T0 + 60 * SECOND)).toEqual(['30: a changed x* y*', '40: a changed v*']);
    dispatcher.add([resolved(x, T0 + 61 * SECOND), firing('z')], T0 + 61 * SECOND);
    expect(runUntil(dispatcher, T0 + MINUTE * 60)).toEqual(['330: a changed z* x-']);
  });

  it('says what its alerts have alike and how many fire', () => {
    const dispatcher = dispatcherOf(grouped);
    dispatcher.add([x, y], T0);
    dispatcher.take(T0 + 30 * SECOND);
    dispatcher.add([resolved(x, T0 + MINUTE)], T0 + MINUTE);
    expect(dispatcher.take(T0 + 330 * SECOND)).toMatchObject([
      { group: { labels: { queue: 'billing' } }, firing: 1, alerts: [{ alert: { id: 'x' }, key: 'x-2' }] },
    ]);
  });

  it('does not tell of what is over before it was told', () => {
    const dispatcher = dispatcherOf(grouped);
    dispatcher.add([x], T0);
    dispatcher.add([resolved(x, T0 + 1)], T0 + 1);
    expect(runUntil(dispatcher, T0 + 60 * MINUTE)).toEqual([]);
    expect(dispatcher.nextAt()).toBe(Number.POSITIVE_INFINITY);
  });

  it('of no labels is one of all alerts', () => {
    const dispatcher = dispatcherOf({ routes: [{ channels: ['a'], groupBy: [], groupWait: '0s' }] });
    dispatcher.add([x, firing('v', T0, { queue: 'vip' })], T0);
    expect(runUntil(dispatcher, T0)).toEqual(['0: a changed x* v*']);
  });
});

describe('repetition', () => {
  it('tells again what still fires until somebody takes it on', () => {
    const dispatcher = dispatcherOf({ routes: [{ channels: ['a'], repeatInterval: '1h' }] });
    dispatcher.add([x], T0);
    expect(runUntil(dispatcher, T0 + 2 * 60 * MINUTE)).toEqual([
      '0: a changed x*',
      '3600: a repeated x*',
      '7200: a repeated x*',
    ]);
    dispatcher.acknowledge(['x'], T0 + 7_201 * SECOND);
    expect(runUntil(dispatcher, T0 + 10 * 60 * MINUTE)).toEqual([]);
  });

  it('has keys of its own: a receiver that drops what it knows must not drop it', () => {
    const dispatcher = dispatcherOf({ routes: [{ channels: ['a'], repeatInterval: '1h' }] });
    dispatcher.add([x], T0);
    dispatcher.take(T0);
    const at = T0 + 60 * MINUTE;
    expect(dispatcher.take(at)).toMatchObject([
      { key: `x-1-repeated-${at}`, alerts: [{ key: `x-1-repeated-${at}` }] },
    ]);
  });

  it('of a group tells all that fires, and waits after a change', () => {
    const dispatcher = dispatcherOf({
      routes: [{ channels: ['a'], groupBy: [], groupWait: '0s', groupInterval: '1m', repeatInterval: '10m' }],
    });
    dispatcher.add([x], T0);
    runUntil(dispatcher, T0);
    dispatcher.add([y], T0 + 9 * MINUTE);
    expect(runUntil(dispatcher, T0 + 20 * MINUTE)).toEqual(['540: a changed y*', '1140: a repeated x* y*']);
  });

  it('rests while a silence lasts', () => {
    const dispatcher = dispatcherOf({ routes: [{ channels: ['a'], repeatInterval: '1h' }] });
    dispatcher.add([x], T0);
    dispatcher.take(T0);
    dispatcher.silence(() => true, T0);
    expect(runUntil(dispatcher, T0 + 90 * MINUTE)).toEqual([]);
    dispatcher.silence(() => false, T0 + 90 * MINUTE);
    expect(told(dispatcher, T0 + 90 * MINUTE)).toEqual(['a repeated x*']);
  });
});

describe('escalation', () => {
  const steps = {
    routes: [
      { match: { severity: 'critical' }, channels: ['a'], escalateAfter: '10m' },
      { match: { severity: 'warning' }, channels: ['c'] },
      { match: { severity: 'critical' }, channels: ['b', 'a'], escalateAfter: '20m' },
      { channels: ['c'] },
    ],
  };

  it('goes to the next route that matches, and on from there', () => {
    const dispatcher = dispatcherOf(steps);
    dispatcher.add([x], T0);
    expect(runUntil(dispatcher, T0 + 600 * MINUTE)).toEqual([
      '0: a changed x*',
      '600: b escalated x*',
      '600: a escalated x*',
      '1800: c escalated x*',
    ]);
    dispatcher.add([resolved(x, T0)], T0 + 600 * MINUTE);
    expect(told(dispatcher, T0 + 600 * MINUTE)).toEqual([
      'a changed x-',
      'b changed x-',
      'a changed x-',
      'c changed x-',
    ]);
  });

  it('tells the same channel again under another key', () => {
    const dispatcher = dispatcherOf(steps);
    dispatcher.add([x], T0);
    dispatcher.take(T0);
    const keys = dispatcher.take(T0 + 10 * MINUTE).map(({ channel, key }) => `${channel} ${key}`);
    expect(keys).toEqual(['b x-1-escalated-2', 'a x-1-escalated-2']);
  });

  it('ends when somebody takes it on, or when it is over', () => {
    const dispatcher = dispatcherOf(steps);
    dispatcher.add([x, y], T0);
    dispatcher.take(T0);
    dispatcher.acknowledge(['x'], T0 + 9 * MINUTE);
    dispatcher.add([resolved(y, T0)], T0 + 9 * MINUTE);
    expect(runUntil(dispatcher, T0 + 600 * MINUTE)).toEqual(['540: a changed y-']);
  });

  it('counts from when a silence let it be told', () => {
    const dispatcher = dispatcherOf(steps);
    dispatcher.silence(() => true, T0);
    dispatcher.add([x], T0);
    dispatcher.silence(() => false, T0 + 60 * MINUTE);
    expect(runUntil(dispatcher, T0 + 70 * MINUTE)).toEqual([
      '3600: a changed x*',
      '4200: b escalated x*',
      '4200: a escalated x*',
    ]);
  });
});

describe('hours', () => {
  const HOUR = 60 * MINUTE;
  /** `T0` is Thursday noon: the office closes at 18:00, six hours later, and opens on Friday 8:00. */
  const CLOSES = T0 + 6 * HOUR;
  const OPENS = T0 + 20 * HOUR;
  const calendars = {
    office: { zone: 'UTC', weekly: { thu: ['08:00-18:00'], fri: ['08:00-18:00'] } },
    night: { zone: 'UTC', weekly: { thu: ['18:00-08:00'], fri: ['18:00-08:00'] } },
  };
  const byDay = {
    routes: [
      { channels: ['a'], during: 'office', repeatInterval: '4h', escalateAfter: '30m' },
      { channels: ['b'] },
    ],
  };
  const from = (dispatcher: ReturnType<typeof dispatcherOf>, begin: number, until: number) =>
    runUntil(dispatcher, until, begin).map((text) =>
      text.replace(/^\d+/, (seconds) => clock(Number(seconds))),
    );
  const clock = (seconds: number) => new Date(T0 + seconds * SECOND).toISOString().slice(8, 16);

  it.each([
    ['of a route', { routes: [{ channels: ['a'], during: 'office' }] }],
    [
      'of a rule',
      { rules: [{ id: 'breach', kind: 'sla_breach', during: 'office' }], routes: [{ channels: ['a'] }] },
    ],
  ])('%s hold back what begins to fire in between until they open, if it still fires', (_, section) => {
    const dispatcher = dispatcherOf(section, calendars);
    const evening = CLOSES + HOUR;
    dispatcher.add([firing('x', evening), firing('y', evening)], evening);
    expect(told(dispatcher, evening)).toEqual([]);
    expect(dispatcher.nextAt()).toBe(OPENS);
    dispatcher.add([resolved(firing('y', evening), evening + HOUR)], evening + HOUR);
    expect(from(dispatcher, evening, OPENS + HOUR)).toEqual(['06T08:00: a changed x*']);
  });

  it('leave what was told as it is: no repetition and no escalation until they open, and then for who is there', () => {
    const dispatcher = dispatcherOf(byDay, calendars);
    dispatcher.add([firing('x', CLOSES - 10 * MINUTE)], CLOSES - 10 * MINUTE);
    expect(from(dispatcher, CLOSES - 10 * MINUTE, OPENS + HOUR)).toEqual([
      '05T17:50: a changed x*',
      // Four hours since have long passed; of the half hour to take it on, twenty minutes are left.
      '06T08:00: a repeated x*',
      '06T08:20: b escalated x*',
    ]);
  });

  it('do not hold back that it is over, for whoever was told', () => {
    const dispatcher = dispatcherOf(byDay, calendars);
    dispatcher.add([x], T0);
    dispatcher.take(T0);
    dispatcher.add([resolved(x, CLOSES + HOUR)], CLOSES + HOUR);
    expect(told(dispatcher, CLOSES + HOUR)).toEqual(['a changed x-']);
    expect(dispatcher.nextAt()).toBe(Number.POSITIVE_INFINITY);
  });

  it('pass on from shift to shift what still fires', () => {
    const dispatcher = dispatcherOf(
      {
        routes: [
          { channels: ['a'], during: 'office', continue: true },
          { channels: ['b'], during: 'night' },
        ],
      },
      calendars,
    );
    dispatcher.add([x, y], T0);
    expect(told(dispatcher, T0)).toEqual(['a changed x*', 'a changed y*']);
    dispatcher.add([resolved(y, T0 + HOUR)], T0 + HOUR);
    expect(from(dispatcher, T0 + HOUR, OPENS + HOUR)).toEqual([
      '05T13:00: a changed y-',
      '05T18:00: b changed x*',
    ]);
  });

  it('choose for a channel that several routes name the one that is open first', () => {
    const shifts = {
      routes: [
        { channels: ['a'], during: 'office', continue: true },
        { channels: ['a'], during: 'night' },
      ],
    };
    const byNight = dispatcherOf(shifts, calendars);
    byNight.add([firing('x', CLOSES)], CLOSES);
    expect(from(byNight, CLOSES, OPENS + HOUR)).toEqual(['05T18:00: a changed x*']);
    const inTheDay = dispatcherOf(shifts, calendars);
    inTheDay.add([x], T0);
    expect(inTheDay.take(T0)).toMatchObject([{ channel: 'a', route: 0 }]);
  });

  it('of a group tell all that the night brought at once', () => {
    const dispatcher = dispatcherOf(
      { routes: [{ channels: ['a'], during: 'office', groupBy: [], groupWait: '30s' }] },
      calendars,
    );
    dispatcher.add([firing('x', CLOSES)], CLOSES);
    dispatcher.add([firing('y', CLOSES + HOUR)], CLOSES + HOUR);
    expect(from(dispatcher, CLOSES + HOUR, OPENS + HOUR)).toEqual(['06T08:00: a changed x* y*']);
  });

  it('do not let what fires on be forgotten when another of its group is over or taken on', () => {
    const dispatcher = dispatcherOf(
      { routes: [{ channels: ['c'], during: 'office', groupBy: [], groupWait: '0s', groupInterval: '1s' }] },
      calendars,
    );
    dispatcher.add([x, y, firing('z')], T0);
    dispatcher.take(T0);
    dispatcher.acknowledge(['x'], CLOSES + 1);
    expect(dispatcher.take(CLOSES + 1)).toEqual([]);
    dispatcher.add([resolved(x, CLOSES + 2)], CLOSES + 2);
    expect(dispatcher.take(CLOSES + 2)).toMatchObject([{ cause: 'changed', firing: 2 }]);
    dispatcher.acknowledge(['y', 'z'], CLOSES + 3);
    expect(dispatcher.take(CLOSES + 3)).toMatchObject([{ cause: 'acknowledged', firing: 2 }]);
  });

  it('leave to whoever takes over what was held, what was over before it could be told, and when it was told', () => {
    const section = { routes: [{ channels: ['a'], during: 'office', repeatInterval: '4h' }] };
    const over = resolved(firing('y', CLOSES + HOUR), CLOSES + 2 * HOUR);
    const before = dispatcherOf(section, calendars);
    before.add([firing('x', CLOSES), firing('y', CLOSES + HOUR)], CLOSES + HOUR);
    before.take(CLOSES + HOUR);
    const held = before
      .takeHeld()
      .map(({ alert, channel }) => ({ transition: idempotencyKey(alert), channel }));
    expect(held).toEqual([
      { transition: 'x-1', channel: 'a' },
      { transition: 'y-1', channel: 'a' },
    ]);
    expect(before.takeHeld()).toEqual([]);

    // Both have begun long ago; nobody was told, and nobody need be of the one that is over.
    const after = dispatcherOf(section, calendars);
    const all = [firing('x', CLOSES), firing('y', CLOSES + HOUR), over];
    after.add(all, OPENS, historyOf([], [], held, OPENS));
    const given = after.take(OPENS);
    expect(given.map(textOf)).toEqual(['a changed x*']);
    expect(given.filter(mustBeWritten)).toHaveLength(1);

    const entries = given.map(({ route, channel, at }) => ({
      route,
      channel,
      groupKey: '',
      transition: 'x-1',
      firstAt: at,
      lastAt: at,
    }));
    const third = dispatcherOf(section, calendars);
    third.add([firing('x', CLOSES)], OPENS + HOUR, historyOf(entries, [], held, OPENS + HOUR));
    expect(from(third, OPENS + HOUR, OPENS + 5 * HOUR)).toEqual(['06T12:00: a repeated x*']);
  });

  it('do not bring an escalation that somebody has taken on meanwhile', () => {
    const dispatcher = dispatcherOf(
      {
        routes: [
          { channels: ['a'], escalateAfter: '1h' },
          { channels: ['b'], during: 'office' },
        ],
      },
      calendars,
    );
    dispatcher.add([firing('x', CLOSES), firing('y', CLOSES)], CLOSES);
    expect(from(dispatcher, CLOSES, CLOSES + 2 * HOUR)).toEqual([
      '05T18:00: a changed x*',
      '05T18:00: a changed y*',
    ]);
    dispatcher.acknowledge(['x'], CLOSES + 3 * HOUR);
    expect(from(dispatcher, CLOSES + 3 * HOUR, OPENS + HOUR)).toEqual(['06T08:00: b escalated y*']);
  });
});

describe('an acknowledgement', () => {
  it('is told to channels that want to know', () => {
    const dispatcher = dispatcherOf();
    dispatcher.add([x], T0);
    dispatcher.take(T0);
    dispatcher.acknowledge(['x', 'nobody'], T0 + 1);
    dispatcher.acknowledge(['x'], T0 + 2);
    expect(dispatcher.take(T0 + 2)).toMatchObject([{ channel: 'c', cause: 'acknowledged' }]);
  });

  it('of a group is told once all that fires in it is taken on', () => {
    const dispatcher = dispatcherOf({ routes: [{ channels: ['c'], groupBy: [], groupWait: '0s' }] });
    dispatcher.add([x, y], T0);
    dispatcher.take(T0);
    dispatcher.acknowledge(['x'], T0 + 1);
    expect(told(dispatcher, T0 + 1)).toEqual([]);
    dispatcher.acknowledge(['y'], T0 + 2);
    expect(told(dispatcher, T0 + 2)).toEqual(['c acknowledged y*']);
  });
});
