import type { AlertView } from '../queries/alerts.ts';

/** An alert as a span in a chart, in the words of Grafana's annotations. Times are ISO 8601, UTC. */
export interface Annotation {
  time: string;
  /** When it was over; now, if it still fires. */
  timeEnd: string;
  title: string;
  text: string;
  /** Joined by commas. */
  tags: string;
  id: string;
  queue: string;
  team: string;
  agent: string;
}

/** @param now UTC ms */
export function annotationOf(alert: AlertView, now: number): Annotation {
  const { id, beganAt, changedAt, title, severity, rule, kind, queue, team, agent } = alert;
  const over = alert.state === 'resolved';
  return {
    time: beganAt,
    timeEnd: over ? changedAt : new Date(now).toISOString(),
    title,
    text: [
      alert.metric.replaceAll('_', ' '),
      alert.conversationId,
      queue,
      over ? `resolved: ${alert.reason.replaceAll('_', ' ')}` : 'firing',
      alert.acknowledged === null ? '' : `taken on by ${alert.acknowledged.by}`,
    ]
      .filter((part) => part !== '')
      .join(' · '),
    tags: [severity, rule, kind, queue].filter((tag) => tag !== '').join(','),
    id,
    queue,
    team,
    agent,
  };
}
