import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';
import { labelsOf } from '../message.ts';
import type { Notification } from '../notify/notification.ts';
import { type Channel, postJson } from './channel.ts';
import { headlineOf, type Texts } from './text.ts';

const MAX_SUMMARY = 1_024;
/** Alerts of a group that are described; an event takes 512 KB. */
const MAX_DETAILS = 50;

/**
 * PagerDuty's Events API v2 (developer.pagerduty.com, "Send an Alert Event"). An alert told alone is an incident of
 * its own, a group is one incident: open while any of it fires, acknowledged once all of it is.
 */
export function createPagerdutyChannel(
  { id, url, routingKey }: { id: string; url: string; routingKey: string },
  { outgoing, texts }: { outgoing: Pick<Outgoing, 'post'>; texts: Texts },
): Channel {
  function eventOf(notification: Notification): object {
    const { cause, group, firing, alerts } = notification;
    const action = cause === 'acknowledged' ? 'acknowledge' : firing > 0 ? 'trigger' : 'resolve';
    const event = {
      routing_key: routingKey,
      event_action: action,
      dedup_key: group?.key ?? alerts[0]!.alert.id,
    };
    return action === 'trigger' ? { ...event, ...describe(notification) } : event;
  }

  function describe(notification: Notification): object {
    const { alerts, at } = notification;
    const { alert } = alerts[0]!;
    const { detail } = texts.textOf(alert, at);
    const headline = headlineOf(notification, texts);
    const links = alerts.slice(0, MAX_DETAILS).flatMap((each) => texts.textOf(each.alert, at).links);
    return {
      payload: {
        summary: (alerts.length === 1 ? `${headline}: ${detail}` : headline).slice(0, MAX_SUMMARY),
        source: 'linewatch',
        severity: severityOf(notification),
        timestamp: new Date(alert.beganAt).toISOString(),
        component: alert.queue || undefined,
        group: alert.team || undefined,
        class: alert.kind,
        custom_details: {
          ...labelsOf(alert),
          ...(alerts.length === 1
            ? {}
            : { alerts: alerts.slice(0, MAX_DETAILS).map((each) => texts.textOf(each.alert, at).detail) }),
        },
      },
      links: links.map(({ text, url }) => ({ href: url, text })),
      client: 'Linewatch',
    };
  }

  return {
    id,
    maxBatch: 1,
    hearsAcknowledged: true,
    refreshMs: null,
    async send(notifications, signal) {
      for (const notification of notifications) {
        await postJson(outgoing, url, eventOf(notification), signal);
      }
    },
  };
}

/** The worst of what fires: PagerDuty knows the same words, and `error` between ours. */
function severityOf({ alerts }: Notification): string {
  const severities = alerts
    .filter(({ alert }) => alert.state === 'firing')
    .map(({ alert }) => alert.severity);
  return ['critical', 'warning'].find((severity) => severities.includes(severity)) ?? 'info';
}
