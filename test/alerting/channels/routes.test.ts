import { expect, it } from 'vitest';
import { channelsFor } from '../../../services/alerting/channels/routes.ts';
import { alertOf } from '../alerts.ts';
import { alertingOf } from '../support.ts';

const { routes } = alertingOf({
  channels: [
    { id: 'bus', kind: 'kafka' },
    { id: 'duty', kind: 'kafka' },
    { id: 'rest', kind: 'kafka' },
  ],
  routes: [
    { channels: ['bus'], continue: true },
    { match: { severity: 'critical', queue: ['billing', 'vip'] }, channels: ['duty'] },
    { channels: ['rest'] },
  ],
});

it('an alert goes to the first route that matches, and past those that say so', () => {
  expect(channelsFor(alertOf(), routes, [])).toEqual(['bus', 'duty']);
  expect(channelsFor(alertOf({ severity: 'warning' }), routes, [])).toEqual(['bus', 'rest']);
  expect(channelsFor(alertOf({ queue: '' }), routes, [])).toEqual(['bus', 'rest']);
});

it('without routes it goes to every channel', () => {
  expect(channelsFor(alertOf(), [], ['bus', 'duty'])).toEqual(['bus', 'duty']);
});

it("a rule's own labels match too, and cannot pass for what the alert is about", () => {
  const [route] = alertingOf({
    channels: [{ id: 'a', kind: 'kafka' }],
    routes: [{ match: { desk: 'west', queue: 'billing' }, channels: ['a'] }],
  }).routes;
  expect(channelsFor(alertOf({ labels: { desk: 'west', queue: 'vip' } }), [route!], [])).toEqual(['a']);
});
