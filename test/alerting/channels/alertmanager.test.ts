import { expect, it } from 'vitest';
import { createAlertmanagerChannel } from '../../../services/alerting/channels/alertmanager.ts';
import { alertOf } from '../alerts.ts';
import { notificationOf } from './notifications.ts';
import { recordingOutgoing } from './outgoing.ts';

const breach = alertOf({ labels: { 'cost-center': 'x', '1st': 'y' }, runbook: 'https://wiki.example.org' });

async function posted(...alerts: Parameters<typeof notificationOf>[0][]) {
  const to = recordingOutgoing();
  const settings = { id: 'm', url: 'https://am.example.org/prefix/', token: 't' };
  await createAlertmanagerChannel(settings, to.deps).send(
    alerts.map((each) => notificationOf(each)),
    to.signal,
  );
  expect(to.requests[0]).toMatchObject({
    url: 'https://am.example.org/prefix/api/v2/alerts',
    headers: { authorization: 'Bearer t' },
  });
  return to.bodies().flat();
}

it('an alert that fires ends by itself unless it is told again', async () => {
  expect(await posted(breach)).toEqual([
    {
      labels: {
        alertname: 'breach',
        rule: 'breach',
        kind: 'sla_breach',
        severity: 'critical',
        metric: 'first_response',
        queue: 'billing',
        conversation: 'c1',
        target: '0',
        cost_center: 'x',
        _1st: 'y',
      },
      annotations: {
        title: '[critical] breach',
        summary: 'first response of c1 in billing was due at 2026-03-05T12:00:00.000Z',
        runbook_url: 'https://wiki.example.org',
      },
      startsAt: '2026-03-05T12:00:00.000Z',
      endsAt: '2026-03-05T12:04:00.000Z',
      generatorURL: 'https://desk.example.org/d/live?conversation=c1',
    },
  ]);
});

it('one that is over has the labels of when it fired, and its end', async () => {
  const over = { ...breach, state: 'resolved', version: 2, changedAt: breach.changedAt + 5_000 } as const;
  const [before, after] = await posted(breach, over);
  expect(after.labels).toEqual(before.labels);
  expect(after.endsAt).toBe('2026-03-05T12:00:05.000Z');
});

it('two targets of a conversation are two alerts', async () => {
  const [one, two] = await posted(breach, { ...breach, seq: 1 });
  expect(one.labels).not.toEqual(two.labels);
});
