import type { ContactCenter } from '../center/contact-center.ts';
import { createOutgoing } from '../lib/http/outgoing/outgoing.ts';
import type { AvroProducer } from '../lib/kafka/producer.ts';
import type { Channel } from './channels/channel.ts';
import { createChannel } from './channels/create.ts';
import type { EngineOptions } from './engine.ts';
import { calendarsOf, compiledCalendars } from './targets/warn-at.ts';

/** What alerting makes of a configuration. */
export interface Setup {
  alerting: ContactCenter['alerting'];
  channels: readonly Channel[];
  options: EngineOptions;
}

const MAX_RESPONSE_BYTES = 65_536;
const PACE = {
  ...{ surveyMs: 2_000, quietMs: 10_000, busyMs: 50, idleMs: 250, figuresMs: 5_000 },
  ...{ closeMs: 20, calmMs: 100 },
};

/** Throws `SECRET_UNREADABLE`. */
export function setUp(center: ContactCenter, producer: AvroProducer, now: () => number): Setup {
  const { alerting } = center;
  const outgoing = createOutgoing({
    allowNetworks: alerting.allowNetworks,
    timeoutMs: alerting.requestTimeout,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });
  const calendars = compiledCalendars(center);
  return {
    alerting,
    channels: alerting.channels.map((each) => createChannel(each, { producer, outgoing, now, alerting })),
    options: {
      ...PACE,
      rules: alerting.rules,
      calendarOf: calendarsOf(center),
      // The configuration names no others.
      calendarNamed: (name) => calendars.get(name)!,
      maxAgeMs: alerting.maxAge,
      settleMs: alerting.settle,
      confirmWithinMs: alerting.confirmWithin,
      retryForMs: alerting.retryFor,
    },
  };
}

/** Whether alerting would do something else with another configuration. */
export function isOtherSetup(a: ContactCenter, b: ContactCenter): boolean {
  const used = ({ alerting, policies, calendars }: ContactCenter) =>
    JSON.stringify([alerting, policies, calendars]);
  return used(a) !== used(b);
}
