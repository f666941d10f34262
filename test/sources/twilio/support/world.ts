import { sid } from './records.ts';

/** Numbers that look random and are the same for the same seed (mulberry32). */
export function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    /** A whole number from `low` to `high`, both included. */
    between: (low: number, high: number) => low + Math.floor(next() * (high - low + 1)),
    of: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!,
  };
}

/** A callback of a made-up TaskRouter, at its time (UTC ms). */
export interface Callback {
  at: number;
  fields: Record<string, string>;
}

/** A stay in a queue as it truly was. */
export interface TrueWait {
  queue: string;
  at: number;
  /** answered, left, or out: given on by the workflow, or taken out by the system. */
  end: 'answered' | 'left' | 'out' | 'called back';
  ms: number;
}

/** What an agent truly spent on a task. */
export interface TrueHandling {
  queue: string;
  agent: string;
  from: number;
  talkMs: number;
  wrapMs: number;
}

/** When a task that somebody had answered was truly over. */
export interface TrueSolution {
  queue: string;
  /** Since its creation, which TaskRouter tells in whole seconds. */
  ms: number;
}

/** An agent's stay in an activity as it truly was, from login to logout. */
export interface TrueShift {
  agent: string;
  availableMs: number;
  breakMs: number;
}

/** Numbers and names of a made-up task, of which callbacks are made. */
export interface TaskOfDay {
  key: string;
  createdAt: number;
  channel: string;
  attributes: Record<string, unknown>;
}

const WORKSPACE = sid('WS', 'the center');

/** A callback about a task, with everything that TaskRouter sends with it. */
export function aboutTask(
  type: string,
  at: number,
  { key, createdAt, channel, attributes }: TaskOfDay,
  queue: string,
  more: Record<string, string> = {},
): Callback {
  const fields = {
    EventType: type,
    AccountSid: sid('AC', 'the center'),
    WorkspaceSid: WORKSPACE,
    WorkspaceName: 'The center',
    EventDescription: `Something about ${attributes.name}`,
    ResourceType: type.startsWith('reservation.') ? 'reservation' : 'task',
    ResourceSid: sid('WT', key),
    Timestamp: String(Math.floor(at / 1_000)),
    TimestampMs: String(at),
    Sid: sid('EV', `${type} ${key} ${at} ${JSON.stringify(more)}`),
    TaskSid: sid('WT', key),
    TaskAttributes: JSON.stringify(attributes),
    TaskAge: String(Math.floor((at - createdAt) / 1_000)),
    TaskDateCreated: String(Math.floor(createdAt / 1_000)),
    TaskPriority: '0',
    TaskAssignmentStatus: 'pending',
    TaskChannelSid: sid('TC', channel),
    TaskChannelUniqueName: channel,
    TaskQueueSid: sid('WQ', queue),
    TaskQueueName: queue,
    TaskQueueTargetExpression: '1==1',
    WorkflowSid: sid('WW', 'the workflow'),
    WorkflowName: 'The workflow',
    ...more,
  };
  return { at, fields };
}

export function agentSid(name: string): string {
  return sid('WK', name);
}

/** What callbacks about reservations say of the worker. */
export function ofWorker(name: string, activity: string, reservation: string): Record<string, string> {
  return {
    ReservationSid: sid('WR', reservation),
    WorkerSid: agentSid(name),
    WorkerName: `${name}@example.com`,
    WorkerAttributes: JSON.stringify({ full_name: name }),
    WorkerActivitySid: sid('WA', activity),
    WorkerActivityName: activity,
  };
}

export function aboutWorker(
  at: number,
  name: string,
  activity: string,
  before: string,
  sinceMs: number,
): Callback {
  return {
    at,
    fields: {
      EventType: 'worker.activity.update',
      AccountSid: sid('AC', 'the center'),
      WorkspaceSid: WORKSPACE,
      ResourceType: 'worker',
      ResourceSid: agentSid(name),
      Timestamp: String(Math.floor(at / 1_000)),
      TimestampMs: String(at),
      Sid: sid('EV', `activity ${name} ${at} ${activity}`),
      WorkerSid: agentSid(name),
      WorkerName: `${name}@example.com`,
      WorkerAttributes: '{}',
      WorkerActivitySid: sid('WA', activity),
      WorkerActivityName: activity,
      WorkerPreviousActivityName: before,
      WorkerTimeInPreviousActivity: String(Math.floor(sinceMs / 1_000)),
      WorkerTimeInPreviousActivityMs: String(sinceMs),
    },
  };
}
