import { z } from 'zod';
import { alertChannel, httpUrl } from './alerting/channels.ts';
import { faultsOfRoutes, inhibition, route } from './alerting/routes.ts';
import { rule } from './alerting/rules.ts';
import { duration } from './fields.ts';

/** Rules, and where their alerts go. */
export const alerting = z
  .strictObject({
    /** What came due longer ago is recorded and not sent: nobody can act on last year's breach. */
    maxAge: duration.prefault('1h'),
    /** How long a reply may take from its own time until it is in Kafka. */
    settle: duration.prefault('50ms'),
    /** How long to wait for a pipeline that is behind before an alert is sent unconfirmed. */
    confirmWithin: duration.prefault('30s'),
    /** How long a failed delivery is tried again. */
    retryFor: duration.prefault('1h'),
    /** How long a receiver may take to answer. */
    requestTimeout: duration.prefault('10s'),
    /** Networks that channels may reach though they are private, such as 10.1.0.0/16. */
    allowNetworks: z.array(z.union([z.cidrv4(), z.cidrv6()])).default([]),
    rules: z.array(rule).default([]),
    /** Where people reach the dashboards: alerts link to them. */
    dashboardUrl: httpUrl.optional(),
    channels: z.array(alertChannel).default([]),
    /** The first that matches; without any, every alert goes to every channel. */
    routes: z.array(route).default([]),
    /** What is not worth telling while something else fires. */
    inhibit: z.array(inhibition).default([]),
  })
  .check(({ value, issues }) => {
    for (const kind of ['rules', 'channels'] as const) {
      value[kind].forEach((each, i) => {
        if (value[kind].findIndex((other) => other.id === each.id) < i) {
          issues.push({
            code: 'custom',
            input: each.id,
            path: [kind, i, 'id'],
            message: `${each.id} is there twice`,
          });
        }
      });
    }
    const channels = new Set(value.channels.map((each) => each.id));
    for (const fault of faultsOfRoutes(value.routes, channels)) {
      issues.push({ code: 'custom', input: value.routes, ...fault });
    }
  });

export type Alerting = z.output<typeof alerting>;
