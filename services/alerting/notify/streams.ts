import type { Route } from '../../center/config/alerting/routes.ts';
import { alertId } from '../alert.ts';
import { type Labels, matches } from './silences.ts';

/** The way to one channel by one route: it has groups of its own. */
export interface Stream {
  /** Place of the route in the configuration. */
  route: number;
  channel: string;
  settings: Pick<Route, 'group' | 'repeatInterval' | 'escalateAfter' | 'during'>;
}

export interface Routing {
  /** The routes that an alert takes by itself: the first that matches, and past those that say so. */
  routesFor(labels: Labels): number[];
  /** The next route that matches; undefined if none does. */
  routeAfter(route: number, labels: Labels): number | undefined;
  streamsOf(route: number): readonly Stream[];
}

/** Without routes every alert goes to every channel. */
export function createRouting(configured: readonly Route[], channels: readonly string[]): Routing {
  const everywhere: Route = { match: {}, channels: [...channels], continue: false, group: null };
  const routes = configured.length > 0 ? configured : [everywhere];
  const streams = routes.map((settings, route) =>
    [...new Set(settings.channels)].map((channel) => ({ route, channel, settings })),
  );
  return {
    routesFor(labels) {
      const taken: number[] = [];
      for (const [i, route] of routes.entries()) {
        if (!matches(route.match, labels)) continue;
        taken.push(i);
        if (!route.continue) break;
      }
      return taken;
    },
    routeAfter(route, labels) {
      const next = routes.findIndex(({ match }, i) => i > route && matches(match, labels));
      return next < 0 ? undefined : next;
    },
    streamsOf: (route) => streams[route] ?? [],
  };
}

/** Names the group of a stream that an alert belongs to; one that is told alone is a group of its own. */
export function groupKeyOf({ settings }: Stream, id: string, labels: Labels): string {
  return settings.group === null ? id : JSON.stringify(groupLabelsOf(settings.group.by, labels));
}

/** The labels that the alerts of a group have alike. */
export function groupLabelsOf(by: readonly string[], labels: Labels): Record<string, string> {
  return Object.fromEntries(by.map((name) => [name, labels[name] ?? '']));
}

/** Names a group of a stream among those of all streams. */
export function groupId({ route, channel }: Stream, key: string): string {
  return alertId('group', route, channel, key);
}
