import { z } from 'zod';
import { alertChannel, httpUrl } from './alerting/channels.ts';
import { inhibition, route } from './alerting/routes.ts';
import { rule } from './alerting/rules.ts';
import { atLeastASecond, duration } from './fields.ts';

/** What the section has beside its lists. */
export const alertingSettings = z.strictObject({
  /** What came due longer ago is recorded and not sent: nobody can act on last year's breach. */
  maxAge: duration.prefault('1h'),
  /** How long a reply may take from its own time until it is in Kafka. */
  settle: duration.prefault('50ms'),
  /** How long to wait for a pipeline that is behind before an alert is sent unconfirmed. */
  confirmWithin: duration.prefault('30s'),
  /** How long a failed delivery is tried again. */
  retryFor: duration.prefault('1h'),
  /** How long a receiver may take to answer. */
  requestTimeout: atLeastASecond.prefault('10s'),
  /** Networks that channels may reach though they are private, such as 10.1.0.0/16. */
  allowNetworks: z.array(z.union([z.cidrv4(), z.cidrv6()])).default([]),
  /** Where people reach the dashboards: alerts link to them. */
  dashboardUrl: httpUrl.optional(),
});

/** Its lists: entries of one are read each by itself. */
export const ALERTING_LISTS = {
  rules: rule,
  channels: alertChannel,
  /** The first that matches; without any, every alert goes to every channel. */
  routes: route,
  /** What is not worth telling while something else fires. */
  inhibit: inhibition,
} as const;

/** Rules, and where their alerts go. */
export type Alerting = z.output<typeof alertingSettings> & {
  [name in keyof typeof ALERTING_LISTS]: z.output<(typeof ALERTING_LISTS)[name]>[];
};
