import { expect, it } from 'vitest';
import { createPagerdutyChannel } from '../../../services/alerting/channels/pagerduty.ts';
import { alertOf } from '../alerts.ts';
import { notificationOf } from './notifications.ts';
import { recordingOutgoing } from './outgoing.ts';

const breach = alertOf({ id: 'a', title: 'A promise was missed', team: 'desk' });
const over = { ...breach, state: 'resolved', version: 2 } as const;

async function eventsOf(...notifications: ReturnType<typeof notificationOf>[]) {
  const to = recordingOutgoing();
  const channel = createPagerdutyChannel(
    { id: 'p', url: 'https://pd.example.org', routingKey: 'r' },
    to.deps,
  );
  for (const notification of notifications) await channel.send([notification], to.signal);
  return to.bodies();
}

it('an alert triggers, is acknowledged and resolved under one key', async () => {
  const [trigger, ...rest] = await eventsOf(
    notificationOf(breach),
    notificationOf(breach, { cause: 'acknowledged' }),
    notificationOf(over),
  );
  expect(trigger).toMatchObject({
    routing_key: 'r',
    event_action: 'trigger',
    dedup_key: 'a',
    payload: {
      summary:
        '[critical] A promise was missed: first response of c1 in billing was due at 2026-03-05T12:00:00.000Z',
      source: 'linewatch',
      severity: 'critical',
      timestamp: '2026-03-05T12:00:00.000Z',
      component: 'billing',
      group: 'desk',
      class: 'sla_breach',
    },
    links: [{ href: 'https://desk.example.org/d/live?conversation=c1', text: 'Conversation' }],
  });
  expect(rest).toEqual([
    { routing_key: 'r', event_action: 'acknowledge', dedup_key: 'a' },
    { routing_key: 'r', event_action: 'resolve', dedup_key: 'a' },
  ]);
});

it('a group is one incident that is open while any of it fires', async () => {
  const other = alertOf({ id: 'b', severity: 'warning' });
  const events = await eventsOf(
    notificationOf([other, breach]),
    notificationOf([over], { firing: 1 }),
    notificationOf([over]),
  );
  expect(events.map(({ event_action, dedup_key }) => `${event_action} ${dedup_key}`)).toEqual([
    'trigger group',
    'trigger group',
    'resolve group',
  ]);
  expect(events[0].payload).toMatchObject({ severity: 'critical', summary: '2 firing (queue billing)' });
});

it('a summary is no longer than PagerDuty takes', async () => {
  const [event] = await eventsOf(notificationOf({ ...breach, conversationId: 'c'.repeat(2_000) }));
  expect(event.payload.summary).toHaveLength(1_024);
});
