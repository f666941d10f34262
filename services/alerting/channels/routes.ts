import type { Route } from '../../lib/config/contact-center/alerting/routes.ts';
import type { Alert } from '../alert.ts';
import { labelsOf } from '../message.ts';

/** Whether labels have, of each name asked for, one of the values. */
export function matches(
  wanted: Readonly<Record<string, readonly string[]>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([name, values]) => values.includes(labels[name] ?? ''));
}

/** The channels that are told of an alert: those of the first route that matches; all where there are no routes. */
export function channelsFor(alert: Alert, routes: readonly Route[], all: readonly string[]): string[] {
  if (routes.length === 0) return [...all];
  const labels = labelsOf(alert);
  const channels = new Set<string>();
  for (const route of routes) {
    if (!matches(route.match, labels)) continue;
    for (const channel of route.channels) channels.add(channel);
    if (!route.continue) break;
  }
  return [...channels];
}
