import { formatDuration } from '../lib/duration.ts';
import { amountText } from '../metrics/amount-text.ts';
import { findMetric } from '../metrics/catalogue/index.ts';
import { findLiveFigure } from '../metrics/live/figures.ts';
import type { Alert } from './alert.ts';

/** What an alert says, in one sentence for people. */
export function summaryOf(alert: Alert): string {
  return alert.state === 'resolved' ? `Resolved: ${sentence(alert)}` : sentence(alert);
}

function sentence(alert: Alert): string {
  const time = new Date(alert.beganAt).toISOString();
  switch (alert.kind) {
    case 'sla_breach':
      return `${targetOf(alert)} was due at ${time}`;
    case 'sla_warning':
      return `${targetOf(alert)} is about to be missed, at risk since ${time}`;
    case 'threshold':
      return `${figureOf(alert)}, the threshold is ${amount(alert, alert.threshold)}, since ${time}`;
    case 'surge':
      return `${figureOf(alert)}, far more than usual (from ${amount(alert, alert.threshold)} on), since ${time}`;
    default: {
      const silent = alert.value === null ? '' : ` for ${formatDuration(alert.value)}`;
      return `nothing has come${placeOf(alert, 'from')}${silent}`;
    }
  }
}

function targetOf(alert: Alert): string {
  const conversation = alert.conversationId === '' ? '' : ` of ${alert.conversationId}`;
  return `${words(alert.metric)}${conversation}${alert.queue === '' ? '' : ` in ${alert.queue}`}`;
}

function figureOf(alert: Alert): string {
  const value = alert.value === null ? 'not known' : amount(alert, alert.value);
  return `${words(alert.metric)}${placeOf(alert, 'of')} is ${value}`;
}

/** What a figure is about, such as ` of billing, voice`. */
function placeOf({ labels, kind, ...alert }: Alert, word: string): string {
  const { queue, team, agent, channel, priority, customerTier, policy } = alert;
  const source = kind === 'no_data' ? (labels.source ?? '') : '';
  const names = [source, queue, team, agent, channel, priority, customerTier, policy].filter(
    (name) => name !== '',
  );
  return names.length === 0 ? '' : ` ${word} ${names.join(', ')}`;
}

/** A figure in the unit of its metric. */
function amount({ metric }: Alert, value: number | null): string {
  if (value === null) return 'not known';
  return amountText(value, findLiveFigure(metric)?.unit ?? findMetric(metric)?.unit);
}

function words(name: string): string {
  return name.replaceAll('_', ' ');
}
