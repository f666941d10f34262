import { formatDuration } from '../../lib/duration.ts';
import type { Alert } from '../alert.ts';
import type { Cause, Notification } from '../notify/notification.ts';
import { summaryOf } from '../summary.ts';

export interface Link {
  text: string;
  url: string;
}

/** What people read of an alert. It names the conversation, never the customer. */
export interface AlertText {
  /** Such as `[critical] A promise was missed`. */
  title: string;
  /** What, where, and how late. */
  detail: string;
  /** To the conversation or the queue, and to what to do. */
  links: Link[];
}

const MINUTE_MS = 60_000;

/** Texts with links to the dashboards, where people reach them. */
export function createTexts(dashboardUrl: string | undefined) {
  const base = dashboardUrl?.replace(/\/+$/, '');

  /** The conversation, or the queue, on the live dashboard. */
  function dashboardLink({ conversationId, queue }: Alert): Link[] {
    if (base === undefined) return [];
    if (conversationId !== '') {
      return [
        { text: 'Conversation', url: `${base}/d/live?conversation=${encodeURIComponent(conversationId)}` },
      ];
    }
    const query = queue === '' ? '' : `?var-queue=${encodeURIComponent(queue)}`;
    return [{ text: 'Dashboard', url: `${base}/d/live${query}` }];
  }

  return {
    dashboardLink,
    /** @param at UTC ms of the notification: how late is counted up to then, the same for every attempt */
    textOf(alert: Alert, at: number): AlertText {
      const runbook = alert.runbook === '' ? [] : [{ text: 'Runbook', url: alert.runbook }];
      const over = alert.state === 'resolved';
      const doubt = alert.unconfirmed && !over ? ', not confirmed yet' : '';
      const summary = summaryOf(alert).replace(/^Resolved: /, '');
      return {
        title: over ? `Resolved: ${alert.title}` : `[${alert.severity}] ${alert.title}`,
        detail: `${summary}${ageOf(alert, over ? alert.changedAt : at)}${doubt}`,
        links: [...dashboardLink(alert), ...runbook],
      };
    },
  };
}

export type Texts = ReturnType<typeof createTexts>;

const CAUSES: Record<Cause, string> = {
  changed: '',
  repeated: 'Still: ',
  escalated: 'Nobody has taken on: ',
  acknowledged: 'Taken on: ',
};

/** One line on a notification: its only alert, or how many there are and what they have alike. */
export function headlineOf({ alerts, cause, group, firing }: Notification, texts: Texts): string {
  const [first] = alerts;
  if (alerts.length === 1 && first) return `${CAUSES[cause]}${texts.textOf(first.alert, 0).title}`;
  const started = alerts.filter(({ alert }) => alert.state === 'firing').length;
  const over = alerts.length - started;
  const parts = [
    ...(started > 0 ? [`${started} firing`] : []),
    ...(over > 0 ? [`${over} resolved`] : []),
    ...(firing > started ? [`${firing} in all`] : []),
  ];
  const labels = Object.entries(group?.labels ?? {}).filter(([, value]) => value !== '');
  const place = labels.map(([name, value]) => `${name} ${value}`).join(', ');
  return `${CAUSES[cause]}${parts.join(', ')}${place === '' ? '' : ` (${place})`}`;
}

function ageOf({ kind, state, beganAt }: Alert, until: number): string {
  const ms = until - beganAt;
  // How long nothing has come, its summary says.
  if (ms < MINUTE_MS || kind === 'no_data') return '';
  if (state === 'resolved') return `, over after ${formatDuration(ms)}`;
  return kind === 'sla_breach' ? `, ${formatDuration(ms)} late` : `, for ${formatDuration(ms)}`;
}
