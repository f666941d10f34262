import { describe, expect, it } from 'vitest';
import { customers, eventsOf, read, reading, told } from './support/read.ts';
import { AT, asForm, type Happened, reservation, sid, task, workerEvent } from './support/records.ts';

/** The same fields with others in their place; undefined takes one away. */
function but(happened: Happened, changes: Record<string, string | undefined>): Happened {
  const all = Object.entries({ ...happened, ...changes });
  return Object.fromEntries(all.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

const attributed = (attributes: object) => ({ TaskAttributes: JSON.stringify(attributes) });
const channel = (happened: Happened) => (eventsOf(happened)[0]!.value as { channel: string }).channel;
const customer = (happened: Happened) =>
  (eventsOf(happened)[0]!.value as { customer: { id: string } | null }).customer?.id;

describe('what the events of a task mean', () => {
  it.each<[string, string[], Happened]>([
    ['its creation begins the contact', ['customer started'], task('task.created')],
    ['entering a queue is to wait in it', ['system queued'], task('task-queue.entered')],
    [
      'an accepted reservation answers, and makes busy',
      ['agent answered', 'the agent is busy'],
      reservation('reservation.accepted', 9),
    ],
    ['a wrap-up of the task ends the talk', ['system ended'], task('task.wrapup', 99)],
    [
      'a wrap-up of a reservation is after-call work',
      ['the agent is wrap_up'],
      reservation('reservation.wrapup', 99),
    ],
    [
      'a completed reservation ends the handling',
      ['agent wrapped_up', 'the agent is available'],
      reservation('reservation.completed', 120),
    ],
    ['a completed task is over', ['system ended'], task('task.completed', 120)],
    [
      'a caller who hangs up before anybody answers abandons',
      ['customer abandoned'],
      task('task.canceled', 5, { TaskCanceledReason: 'hangup' }),
    ],
    [
      'the reason stands in another field of some callbacks',
      ['customer abandoned'],
      task('task.canceled', 5, { Reason: 'hangup' }),
    ],
    [
      'a task that nobody took in time was not abandoned',
      ['system ended unsolved'],
      task('task.canceled', 86_400, { TaskCanceledReason: 'Task TTL Exceeded' }),
    ],
    [
      'nor one that a program took out of the queue',
      ['system ended unsolved'],
      task('task.canceled', 50, { TaskCanceledReason: 'redirected' }),
    ],
    ['nor one that was canceled without a reason', ['system ended unsolved'], task('task.canceled', 50)],
    [
      'unless the center says so by an attribute of Insights',
      ['customer abandoned'],
      task('task.canceled', 50, attributed({ conversations: { abandoned: 'Yes' } })),
    ],
    [
      'or that the customer wants to be called back',
      ['customer callback_requested'],
      task('task.canceled', 50, attributed({ conversations: { abandoned: 'Follow-Up' } })),
    ],
    [
      'the end of the workflow takes it out of the queue',
      ['system ended unsolved'],
      task('workflow.timeout', 60),
    ],
    ['so does leaving it out', ['system ended unsolved'], task('workflow.skipped', 60)],
    ['a task that is deleted while it waits is over', ['system ended unsolved'], task('task.deleted', 60)],
    [
      'so is one that was assigned for a day',
      ['system ended'],
      task('task.system-deleted', 86_400, { TaskAssignmentStatus: 'assigned' }),
    ],
    [
      'a cold transfer gives the contact on, and it waits',
      ['agent transferred', 'system queued'],
      task('task.transfer-initiated', 30, { TransferMode: 'COLD' }),
    ],
    [
      'a warm one gives it on when it is taken',
      ['agent transferred'],
      task('task.transfer-completed', 40, { TransferMode: 'WARM' }),
    ],
    [
      'an agent who calls began the contact',
      ['agent started'],
      task('task.created', 0, attributed({ direction: 'outbound' })),
    ],
  ])('%s', (_, expected, happened) => {
    expect(told(happened)).toEqual(expected);
  });

  it.each<[string, Happened]>([
    ['a ring is part of the wait', reservation('reservation.created', 3)],
    [
      'a rejection gives the task back to the queue that it never left',
      reservation('reservation.rejected', 5),
    ],
    ['so does one that rang in vain', reservation('reservation.timeout', 5)],
    ['what the workflow does between two queues', task('task-queue.moved', 20)],
    ['a time-out in a queue: entering the next one says the same', task('task-queue.timeout', 20)],
    ['a change of attributes', task('task.updated', 20)],
    ['deleting what was completed before', task('task.deleted', 200, { TaskAssignmentStatus: 'completed' })],
    [
      'asking a colleague while the customer is there',
      task('task.transfer-initiated', 30, { TransferMode: 'WARM' }),
    ],
    [
      'that a cold transfer was taken: the answer says so',
      task('task.transfer-completed', 40, { TransferMode: 'COLD' }),
    ],
    [
      'a queue that an outbound call passes',
      task('task-queue.entered', 1, attributed({ direction: 'outbound' })),
    ],
    ['a change of capacity', workerEvent('worker.capacity.update')],
  ])('%s counts nothing', (_, happened) => {
    expect(read(happened)).toEqual({ ignored: expect.any(String) });
  });

  it('a dialler that calls the customer and queues the call makes them wait all the same', () => {
    const dialled = attributed({ direction: 'outbound-api', from: '+4930999', to: '+4930123456' });
    expect(told(task('task-queue.entered', 1, dialled))).toEqual(['system queued']);
    expect(customer(task('task-queue.entered', 1, dialled))).toBe(customers.idOf('+4930123456'));
  });
});

describe('what an event says of its task', () => {
  it('is the same whichever of its events says it', () => {
    const all = [
      task('task.created'),
      task('task-queue.entered', 0.6),
      reservation('reservation.accepted', 61.9),
    ];
    for (const { value } of all.flatMap((one) => eventsOf(one).slice(0, 1))) {
      expect(value).toMatchObject({
        conversation_id: `twilio:${sid('WT', 'task')}`,
        opened_at: Math.floor(AT / 1_000) * 1_000,
        source: 'twilio',
        channel: 'voice',
        queue: 'Sales',
        customer: { id: customers.idOf('+4930123456'), tier: null },
      });
    }
  });

  it('happened at the millisecond, though the field of that name has seconds', () => {
    expect(eventsOf(task('task.created'))[0]!.value.occurred_at).toBe(AT);
    const old = but(task('task.created'), { TimestampMs: undefined });
    expect(eventsOf(old)[0]!.value.occurred_at).toBe(AT - 250);
  });

  it('is of its sid, with what comes first having the smaller id', () => {
    const created = eventsOf(task('task.created'))[0]!.value.event_id;
    const entered = eventsOf(task('task-queue.entered'))[0]!.value.event_id;
    expect(created).toContain(task('task.created').Sid);
    expect(created < entered).toBe(true);
  });

  it('without a sid is of what happened to what, and when', () => {
    const nameless = but(task('task.created'), { Sid: undefined });
    expect(eventsOf(nameless)[0]!.value.event_id).toBe(`twilio:00:task.created:${sid('WT', 'task')}:${AT}:0`);
  });

  it('is of the resource that it is about, where no other field names that', () => {
    const created = task('task.created');
    expect(eventsOf(but(created, { TaskSid: undefined }))).toEqual(eventsOf(created));
    const activity = workerEvent('worker.activity.update');
    expect(eventsOf(but(activity, { WorkerSid: undefined }))).toEqual(eventsOf(activity));
  });

  it('without the name of the queue has its sid', () => {
    const nameless = but(task('task-queue.entered'), { TaskQueueName: undefined });
    expect((eventsOf(nameless)[0]!.value as { queue: string }).queue).toBe(sid('WQ', 'Sales'));
  });

  it('that says its age alone opened when what was read of the task before says', () => {
    const undated = (type: string, seconds: number, TaskAge: string) =>
      asForm(but(task(type, seconds, { TaskAge }), { TaskDateCreated: undefined }));
    const opened = (ask: ReturnType<typeof reading>, text: string) => {
      const found = ask(text);
      return 'events' in found ? (found.events[0]!.value as { opened_at: number }).opened_at : found;
    };
    const second = Math.floor(AT / 1_000) * 1_000;
    // At another moment than its time, as Twilio counts it: a second off.
    const late = undated('task.wrapup', 61.9, '61');
    expect(opened(reading(), late)).toBe(second + 1_000);
    const ask = reading();
    expect(opened(ask, undated('task.created', 0.4, '0'))).toBe(second);
    expect(opened(ask, late)).toBe(second);
  });

  it.each([
    ['voice', {}, 'voice'],
    ['video', {}, 'voice'],
    ['chat', { channelType: 'web' }, 'chat'],
    ['chat', { channelType: 'whatsapp' }, 'messaging'],
    ['chat', { channelType: 'sms' }, 'messaging'],
    ['chat', { channelType: 'facebook' }, 'social'],
    ['sms', {}, 'messaging'],
    ['email', {}, 'email'],
    ['default', {}, 'api'],
    ['claims', {}, 'api'],
    ['voice', { channelType: 'web' }, 'voice'],
  ])('task channel %s with %j is %s', (name, attributes, expected) => {
    const { direction: _, ...more } = { direction: 'inbound', ...attributes };
    expect(channel(task('task.created', 0, { TaskChannelUniqueName: name, ...attributed(more) }))).toBe(
      expected,
    );
  });

  it.each([
    ['the caller', { from: '+4930123456' }, '+4930123456'],
    ['who writes', { customerAddress: 'whatsapp:+4930123456' }, 'whatsapp:+4930123456'],
    ['who is called', { direction: 'outbound', outbound_to: '+4930123456', from: '+4930999' }, '+4930123456'],
  ])('%s is the customer', (_, attributes, address) => {
    expect(customer(task('task.created', 0, attributed(attributes)))).toBe(customers.idOf(address));
  });

  it.each(['+266696687', '+7378742833', '+2562533', '+8656696', '+86282452253', 'Anonymous', 'anonymous'])(
    'who calls as %s withheld the number, and is nobody known',
    (from) => {
      expect(customer(task('task.created', 0, attributed({ from })))).toBeUndefined();
    },
  );

  it.each(['', '{}', 'null', '"redacted"', '[redacted]', '{"from":'])(
    'attributes that Twilio has redacted, as %j, cost the customer and not the event',
    (TaskAttributes) => {
      const happened = but(task('task.created'), { TaskAttributes });
      expect(told(happened)).toEqual(['customer started']);
      expect(customer(happened)).toBeUndefined();
    },
  );
});

describe('what the events of a worker mean', () => {
  it.each([
    ['Available', 'available'],
    ['Idle', 'available'],
    ['Unavailable', 'away'],
    ['Not Available', 'away'],
    ['Offline', 'offline'],
    ['Logged Out', 'offline'],
    ['Break', 'break'],
    ['Lunch break', 'break'],
    ['Online training', 'training'],
    ['Already gone', 'away'],
    ['Disponible', 'available'],
    ['No disponible', 'away'],
    ['Indisponível', 'away'],
    ['Verfügbar', 'available'],
    ['Nicht verfügbar', 'away'],
    ['Training', 'training'],
    ['Team meeting', 'meeting'],
    ['Wrap-Up', 'wrap_up'],
    ['WrapUp', 'wrap_up'],
    ['Busy', 'busy'],
    ['Reserved', 'busy'],
    ['On a call', 'busy'],
    ['Doing Paperwork', 'away'],
  ])('activity %s is %s', (WorkerActivityName, state) => {
    expect(told(workerEvent('worker.activity.update', 0, { WorkerActivityName }))).toEqual([
      `the agent is ${state}`,
    ]);
  });

  it('is the same by the name that the reference of the REST resource has', () => {
    const happened = workerEvent('worker.activity', 0, { WorkerActivityName: 'Break' });
    expect(told(happened)).toEqual(['the agent is break']);
  });

  it('a worker who is deleted has gone, whatever the activity', () => {
    expect(told(workerEvent('worker.deleted'))).toEqual(['the agent is offline']);
  });

  it('a completed reservation gives back to the activity of that moment', () => {
    const last = reservation('reservation.completed', 99, { WorkerActivityName: 'Break' });
    expect(told(last)).toEqual(['agent wrapped_up', 'the agent is break']);
  });

  it('or to being available, where it names none: who had a task had been', () => {
    const last = but(reservation('reservation.completed', 99), { WorkerActivityName: undefined });
    expect(told(last)).toEqual(['agent wrapped_up', 'the agent is available']);
  });

  it('who has other tasks on the channel stays busy when one is completed', () => {
    const counts = { WorkerChannelCapacity: '3', WorkerChannelConsumedCapacity: '2' };
    expect(told(reservation('reservation.completed', 99, counts))).toEqual([
      'agent wrapped_up',
      'the agent is busy',
    ]);
    const share = { WorkerChannelCapacity: '1', WorkerChannelConsumedCapacity: '100' };
    expect(told(reservation('reservation.completed', 99, share))).toEqual([
      'agent wrapped_up',
      'the agent is available',
    ]);
  });

  it('is an agent by sid, and has the slots that the reservation names', () => {
    const [, agent] = eventsOf(reservation('reservation.accepted', 9, { WorkerChannelCapacity: '3' }));
    expect(agent).toMatchObject({
      topic: 'contact.agents',
      value: { agent_id: sid('WK', 'Ann'), event: { slots: 3, slots_busy: 1 } },
    });
  });
});

describe('a record that is not understood', () => {
  it.each<[string, Happened, string[]]>([
    ['has no type', but(task(''), { EventType: undefined }), ['EventType']],
    ['has a type that nobody documented', task('task.teleported'), ['EventType']],
    [
      'does not say when',
      but(task('task.created'), { Timestamp: undefined, TimestampMs: undefined }),
      ['TimestampMs'],
    ],
    [
      'does not say of which task',
      but(task('task.created'), { TaskSid: undefined, ResourceSid: undefined }),
      ['TaskSid'],
    ],
    [
      'does not say when the task was created',
      but(task('task.wrapup', 9), { TaskDateCreated: undefined, TaskAge: undefined }),
      ['TaskDateCreated'],
    ],
    [
      'does not say which worker',
      but(reservation('reservation.accepted'), { WorkerSid: undefined }),
      ['WorkerSid'],
    ],
  ])('%s', (_, happened, paths) => {
    expect(read(happened)).toEqual({ faults: paths.map((path) => ({ path, message: expect.any(String) })) });
  });
});
