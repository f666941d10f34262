import { expect, it } from 'vitest';
import { labelsOf } from '../../../services/alerting/message.ts';
import { createRouting } from '../../../services/alerting/notify/streams.ts';
import { alertOf } from '../alerts.ts';
import { alertingOf } from '../support.ts';

const channels = ['bus', 'duty', 'rest'];
const { routes } = alertingOf({
  channels: channels.map((id) => ({ id, kind: 'kafka' })),
  routes: [
    { channels: ['bus'], continue: true },
    { match: { severity: 'critical', queue: ['billing', 'vip'] }, channels: ['duty'] },
    { channels: ['rest'] },
  ],
});
const routing = createRouting(routes, channels);
const routesFor = (fields: Parameters<typeof alertOf>[0]) => routing.routesFor(labelsOf(alertOf(fields)));

it('an alert takes the first route that matches, and past those that say so', () => {
  expect(routesFor({})).toEqual([0, 1]);
  expect(routesFor({ severity: 'warning' })).toEqual([0, 2]);
  expect(routesFor({ queue: '' })).toEqual([0, 2]);
});

it('the route after another is the next that matches', () => {
  const labels = labelsOf(alertOf({ severity: 'warning' }));
  expect(routing.routeAfter(0, labels)).toBe(2);
  expect(routing.routeAfter(2, labels)).toBeUndefined();
});

it('without routes an alert goes to every channel', () => {
  const everywhere = createRouting([], channels);
  expect(everywhere.routesFor({})).toEqual([0]);
  expect(everywhere.streamsOf(0).map(({ channel }) => channel)).toEqual(channels);
});

it("a rule's own labels match too, and cannot pass for what the alert is about", () => {
  const own = createRouting(
    alertingOf({
      channels: [{ id: 'a', kind: 'kafka' }],
      routes: [{ match: { desk: 'west', queue: 'billing' }, channels: ['a'] }],
    }).routes,
    ['a'],
  );
  expect(own.routesFor(labelsOf(alertOf({ labels: { desk: 'west', queue: 'vip' } })))).toEqual([0]);
});
