import { createHash } from 'node:crypto';

/** An event of TaskRouter, by the names of its callbacks. */
export type Happened = Readonly<Record<string, string>>;

/** 10 March 2026, 09:00:00.250 UTC. */
export const AT = Date.UTC(2026, 2, 10, 9) + 250;

/** A sid of a kind that is always the same for the same words. */
export function sid(kind: string, words: string): string {
  return kind + createHash('md5').update(`${kind} ${words}`).digest('hex');
}

/**
 * What TaskRouter says of a task that happened `seconds` after its creation.
 * Of a callback: source see `services/sources/twilio/README.md`.
 */
export function task(type: string, seconds = 0, more: Happened = {}): Happened {
  const at = AT + Math.round(seconds * 1_000);
  return {
    EventType: type,
    AccountSid: sid('AC', 'account'),
    WorkspaceSid: sid('WS', 'workspace'),
    WorkspaceName: 'Flex Task Assignment',
    EventDescription: `Task of Erika Mustermann: ${type}`,
    ResourceType: 'task',
    ResourceSid: sid('WT', 'task'),
    Timestamp: String(Math.floor(at / 1_000)),
    TimestampMs: String(at),
    Sid: sid('EV', `${type} ${seconds} ${JSON.stringify(more)}`),
    TaskSid: sid('WT', 'task'),
    TaskAttributes: JSON.stringify({
      from: '+4930123456',
      caller: '+4930123456',
      name: 'Erika Mustermann',
      direction: 'inbound',
      call_sid: sid('CA', 'call'),
    }),
    TaskAge: String(Math.floor(at / 1_000) - Math.floor(AT / 1_000)),
    TaskDateCreated: String(Math.floor(AT / 1_000)),
    TaskPriority: '0',
    TaskAssignmentStatus: 'pending',
    TaskChannelUniqueName: 'voice',
    TaskQueueSid: sid('WQ', 'Sales'),
    TaskQueueName: 'Sales',
    WorkflowSid: sid('WW', 'workflow'),
    WorkflowName: 'Assign to anyone',
    ...more,
  };
}

/** The same of a reservation for a worker. */
export function reservation(type: string, seconds = 0, more: Happened = {}): Happened {
  return task(type, seconds, {
    ResourceType: 'reservation',
    ResourceSid: sid('WR', 'reservation'),
    ReservationSid: sid('WR', 'reservation'),
    TaskAssignmentStatus: 'reserved',
    ...worker(),
    ...more,
  });
}

/** What is said of a worker beside what happened. */
function worker(): Happened {
  return {
    WorkerSid: sid('WK', 'Ann'),
    WorkerName: 'ann@example.com',
    WorkerAttributes: JSON.stringify({ full_name: 'Ann Example', contact_uri: 'client:ann' }),
    WorkerActivitySid: sid('WA', 'Available'),
    WorkerActivityName: 'Available',
  };
}

/** An event of a worker. */
export function workerEvent(type: string, seconds = 0, more: Happened = {}): Happened {
  const at = AT + Math.round(seconds * 1_000);
  return {
    EventType: type,
    AccountSid: sid('AC', 'account'),
    WorkspaceSid: sid('WS', 'workspace'),
    EventDescription: `Worker ann@example.com: ${type}`,
    ResourceType: 'worker',
    ResourceSid: sid('WK', 'Ann'),
    Timestamp: String(Math.floor(at / 1_000)),
    TimestampMs: String(at),
    Sid: sid('EV', `${type} ${seconds} ${JSON.stringify(more)}`),
    ...worker(),
    ...more,
  };
}

const snake = (name: string) => name.replaceAll(/(?!^)[A-Z]/g, '_$&').toLowerCase();
const TOP = new Set([
  'EventType',
  'Timestamp',
  'TimestampMs',
  'Sid',
  'ResourceType',
  'ResourceSid',
  'AccountSid',
]);

/** The body of the callback. */
export function asForm(happened: Happened): string {
  return new URLSearchParams({ ...happened }).toString();
}

/** The event as the REST resource `Events` has it, which does not say when the task was created. */
export function asRest(happened: Happened): Record<string, unknown> {
  const data = Object.entries(happened).filter(([name]) => !TOP.has(name) && name !== 'TaskDateCreated');
  const at = Number(happened.TimestampMs);
  return {
    account_sid: happened.AccountSid,
    actor_sid: happened.ResourceSid,
    actor_type: happened.ResourceType,
    description: happened.EventDescription,
    event_data: Object.fromEntries(data.map(([name, value]) => [snake(name), value])),
    event_date: new Date(Math.floor(at / 1_000) * 1_000).toISOString().replace('.000', ''),
    event_date_ms: at,
    event_type: happened.EventType,
    resource_sid: happened.ResourceSid,
    resource_type: happened.ResourceType,
    sid: happened.Sid,
    source: 'twilio',
    source_ip_address: '203.0.113.7',
  };
}

/** The event as Event Streams sends it: names in small letters, numbers as numbers, times in ISO 8601. */
export function asStream(happened: Happened): Record<string, unknown> {
  const time = (seconds: string) => new Date(Number(seconds) * 1_000).toISOString();
  const at = new Date(Number(happened.TimestampMs)).toISOString();
  const payload = Object.entries(happened).flatMap(([name, value]) => {
    if (name === 'TimestampMs') return [['timestamp', at]];
    if (name === 'Timestamp') return [];
    if (name === 'EventType') return [['eventtype', value]];
    if (name === 'TaskDateCreated') return [['task_date_created', time(value)]];
    return [[snake(name), name === 'TaskAge' || name === 'TaskPriority' ? Number(value) : value]];
  });
  return {
    specversion: '1.0',
    type: `com.twilio.taskrouter.${happened.EventType}`,
    source: happened.WorkspaceSid,
    id: sid('EZ', happened.Sid ?? ''),
    time: at,
    dataschema: 'https://events-schemas.twilio.com/TaskRouter.WDSEvent/4',
    datacontenttype: 'application/json',
    data: {
      sid: happened.Sid,
      name: happened.EventType,
      timestamp: at,
      level: 'INFO',
      product_name: 'TaskRouter',
      payload_type: 'application/json',
      payload: Object.fromEntries(payload),
    },
  };
}
