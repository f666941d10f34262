import { describe, expect, it } from 'vitest';
import { dashboards } from '../../dashboards/source/index.ts';
import { readFrame } from '../../dashboards/viewer/src/grafana/frame.ts';
import { requestUrl } from '../../dashboards/viewer/src/grafana/request.ts';
import { marksOf } from '../../dashboards/viewer/src/state/marks.ts';
import type { ChangeMark } from '../../services/query/routes/evaluation/changes.ts';

describe('marks of changes', () => {
  const SCOPE = { queue: ['vip', 'billing'], channel: 'channel=', team: 'team=', __range_ms: '3600000' };
  const RANGE = { __from: 'now-90d', __to: 'now', __timezone: 'UTC' };

  it.each(dashboards.map((dashboard) => [dashboard.uid, dashboard] as const))(
    'are in the charts of %s, by what it has to choose from',
    (_, { annotations, templating }) => {
      const { target } = annotations.list.find(({ name }) => name === 'Changes')!;
      const url = new URL(requestUrl(target!, { ...SCOPE, ...RANGE }), 'http://host');
      expect(url.pathname).toBe('/api/v1/changes');
      expect(url.searchParams.get('from')).toBe('now-90d');
      const chosen = templating.list.some(({ name }) => name === 'queue') ? ['vip', 'billing'] : [];
      expect(url.searchParams.getAll('queue')).toEqual(chosen);
    },
  );

  it('are instants, or spans where they were undone', () => {
    const { target } = dashboards[0]!.annotations.list.find(({ name }) => name === 'Changes')!;
    const mark = (title: string, time: string, timeEnd: string): ChangeMark => ({
      ...{ title, time, timeEnd, text: '', tags: 'change' },
      ...{ queue: [], channel: [], team: [], source: 'configuration', id: null, version: 0, by: null },
    });
    const changes = [
      mark('new routing', '2026-05-03T00:00:00.000Z', '2026-05-03T00:00:00.000Z'),
      mark('trial', '2026-05-03T00:00:00.000Z', '2026-05-04T00:00:00.000Z'),
    ];
    const begin = Date.UTC(2026, 4, 3);
    expect(marksOf(readFrame(target!, { changes }), 'purple')).toEqual([
      { time: begin, end: begin, title: 'new routing', color: 'purple' },
      { time: begin, end: begin + 86_400_000, title: 'trial', color: 'purple' },
    ]);
  });
});
