import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertMarks } from '../../dashboards/source/build/alerts.ts';
import { readFrame } from '../../dashboards/viewer/src/grafana/frame.ts';
import { requestUrl } from '../../dashboards/viewer/src/grafana/request.ts';
import { marksOf, marksWithin, united, withNow } from '../../dashboards/viewer/src/state/marks.ts';

const span = (time: number, end: number) => ({ time, end, title: `${time} to ${end}`, color: 'orange' });

describe('marks of alerts', () => {
  it('are asked for as spans, by what is chosen of the variables', () => {
    const scope = { queue: ['vip', 'billing'], channel: 'channel=', team: ['night'], __range_ms: '3600000' };
    const range = { __from: 'now-1h', __to: 'now', __timezone: 'UTC' };
    const url = new URL(requestUrl(alertMarks.target!, { ...scope, ...range }), 'http://host');
    expect(url.pathname).toBe('/api/v1/alerts/annotations');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ from: 'now-1h', to: 'now', team: 'night' });
    expect(url.searchParams.getAll('queue')).toEqual(['vip', 'billing']);
    expect(url.searchParams.has('channel')).toBe(false);
  });

  it('have a begin and an end; without an end they are instants, without a begin none', () => {
    const alerts = [
      { time: '2026-03-05T12:00:00.000Z', timeEnd: '2026-03-05T12:30:00.000Z', title: 'breach' },
      { time: '2026-03-05T12:00:00.000Z', title: 'deploy' },
      { timeEnd: '2026-03-05T12:00:00.000Z', title: 'never' },
    ];
    const noon = Date.UTC(2026, 2, 5, 12);
    expect(marksOf(readFrame(alertMarks.target!, { alerts }), 'orange')).toEqual([
      { time: noon, end: noon + 1_800_000, title: 'breach', color: 'orange' },
      { time: noon, end: noon, title: 'deploy', color: 'orange' },
    ]);
  });

  it.each([
    ['begins and ends before', span(0, 5), false],
    ['ends as the bucket begins', span(0, 10), false],
    ['ends within', span(0, 15), true],
    ['covers it', span(0, 90), true],
    ['lies within', span(12, 15), true],
    ['begins within', span(19, 90), true],
    ['is the instant of its begin', span(10, 10), true],
    ['begins as it ends', span(20, 90), false],
  ])('one that %s: told in the bucket or not', (_, mark, told) => {
    expect(marksWithin([mark], 10, 20)).toEqual(told ? [mark] : []);
  });
});

describe('united stretches', () => {
  it('cover what the stretches covered, and no point twice', () => {
    const stretch = fc.tuple(fc.nat(40), fc.nat(12)).map(([from, length]) => ({ from, to: from + length }));
    fc.assert(
      fc.property(fc.array(stretch), (stretches) => {
        const apart = united(stretches);
        for (let point = 0; point < 60; point += 0.5) {
          const covering = (all: typeof apart) => all.filter(({ from, to }) => from <= point && point <= to);
          expect(covering(apart)).toHaveLength(covering(stretches).length > 0 ? 1 : 0);
        }
      }),
    );
  });
});

describe('this moment', () => {
  const minute = 60_000;
  it('is marked in a range that goes on beyond it, and in no other', () => {
    const marked = (from: number, to: number) => withNow([], { from, to }, 10 * minute, 'Now').length;
    expect(marked(0, 20 * minute)).toBe(1);
    expect(marked(0, 10 * minute), 'a range up to now').toBe(0);
    expect(marked(11 * minute, 20 * minute), 'one that begins later').toBe(0);
  });

  it('comes beside the other marks', () => {
    const marks = withNow([span(1, 2)], { from: 0, to: 20 * minute }, 10 * minute, 'Now');
    expect(marks.map(({ time }) => time)).toEqual([1, 10 * minute]);
  });
});
