import { z } from 'zod';
import { SLA_METRICS } from '../../../domain/sla/policy.ts';
import { alertChannel, httpUrl } from './alerting/channels.ts';
import { faultsOfRoutes, inhibition, route } from './alerting/routes.ts';
import { channel, duration, id, oneOrMore, PRIORITIES } from './fields.ts';

/** What every rule has. */
const described = {
  id,
  /** For people; the id if there is none. */
  title: z.string().max(200).optional(),
  severity: z.enum(['info', 'warning', 'critical']).default('warning'),
  /** Added to the alert's own; routes match by them. */
  labels: z.record(id, z.string().max(200)).default({}),
  /** Where it stands what to do. */
  runbook: httpUrl.optional(),
};

/** Which targets a rule is about: of each field named, one value must hold. */
const targets = z
  .strictObject({
    metric: oneOrMore(z.enum(SLA_METRICS)).default([]),
    queue: oneOrMore(id).default([]),
    team: oneOrMore(id).default([]),
    channel: oneOrMore(channel).default([]),
    priority: oneOrMore(z.enum(PRIORITIES)).default([]),
    customerTier: oneOrMore(id).default([]),
    policy: oneOrMore(id).default([]),
  })
  .prefault({});

const slaBreach = z.strictObject({ kind: z.literal('sla_breach'), ...described, when: targets });

const slaWarning = z
  .strictObject({
    kind: z.literal('sla_warning'),
    ...described,
    when: targets,
    /** Share of the budget that is used, such as 0.8. */
    used: z.number().gt(0).lt(1).optional(),
    /** Time on the clock that is left, such as 10m. */
    left: duration.optional(),
  })
  .refine((rule) => (rule.used === undefined) !== (rule.left === undefined), {
    path: ['used'],
    message: 'give either used (a share of the budget) or left (a time)',
  });

const rule = z.union([slaBreach, slaWarning]);

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
export type AlertRule = z.output<typeof rule>;
export type TargetRule = Extract<AlertRule, { kind: 'sla_breach' | 'sla_warning' }>;
