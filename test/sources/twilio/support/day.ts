import {
  aboutTask,
  aboutWorker,
  agentSid,
  type Callback,
  dice,
  ofWorker,
  type TaskOfDay,
  type TrueHandling,
  type TrueShift,
  type TrueSolution,
  type TrueWait,
} from './world.ts';

/** A day of a made-up center: what TaskRouter called back, and what truly happened. */
export interface Day {
  from: number;
  to: number;
  callbacks: Callback[];
  waits: TrueWait[];
  handlings: TrueHandling[];
  solutions: TrueSolution[];
  shifts: TrueShift[];
  tasks: number;
}

const HOUR = 3_600_000;
const QUEUES = ['Sales', 'Support', 'Claims'] as const;
/** What becomes of a task; the most frequent are there several times. */
const COURSES = [
  ...[
    'answered',
    'answered',
    'answered',
    'answered',
    'answered',
    'unwrapped',
    'left',
    'left',
    'left at once',
  ],
  ...[
    'escalated',
    'raised',
    'timed out',
    'voicemail',
    'callback',
    'rejected',
    'cold',
    'cold, left',
    'cold, timed out',
    'warm',
    'outbound',
    'deleted',
  ],
] as const;

interface Desk {
  name: string;
  freeAt: number;
  until: number;
  availableSince: number;
  availableMs: number;
  breakMs: number;
}

/**
 * Makes up a day, task by task. An agent is free again when the last task is completed, and takes the next one then:
 * what each does all day is known, without any of the product's own reckoning.
 */
export function makeDay(seed: number, tasks = 500): Day {
  const { between, of } = dice(seed);
  const from = Date.UTC(2026, 2, 10);
  const opens = from + 8 * HOUR;
  const callbacks: Callback[] = [];
  const waits: TrueWait[] = [];
  const handlings: TrueHandling[] = [];
  const solutions: TrueSolution[] = [];
  const desks = Array.from({ length: 24 }, (_, i): Desk => {
    const name = `agent${i}`;
    const at = opens + between(0, 600_000);
    callbacks.push(aboutWorker(at, name, 'Available', 'Offline', between(1, 40_000_000)));
    return { name, freeAt: at, until: from + 20 * HOUR, availableSince: at, availableMs: 0, breakMs: 0 };
  });

  let now = opens + 900_000;
  for (let i = 0; i < tasks; i++) {
    now += between(500, 90_000);
    play(i, now, of(COURSES));
    if (between(0, 9) === 0) pause(of(desks));
  }
  for (const desk of desks) {
    const at = Math.max(desk.freeAt + between(1, 60_000), now);
    desk.availableMs += at - desk.availableSince;
    callbacks.push(aboutWorker(at, desk.name, 'Offline', 'Available', at - desk.availableSince));
  }
  callbacks.sort((a, b) => a.at - b.at);
  const shifts = desks.map(({ name, availableMs, breakMs }) => ({
    agent: agentSid(name),
    availableMs,
    breakMs,
  }));
  return { from, to: from + 24 * HOUR, callbacks, waits, handlings, solutions, shifts, tasks };

  /** A break between two tasks. */
  function pause(desk: Desk): void {
    const at = desk.freeAt + between(1, 5_000);
    const back = at + between(60_000, 900_000);
    callbacks.push(aboutWorker(at, desk.name, 'Break', 'Available', at - desk.availableSince));
    callbacks.push(aboutWorker(back, desk.name, 'Available', 'Break', back - at));
    desk.availableMs += at - desk.availableSince;
    desk.breakMs += back - at;
    desk.availableSince = back;
    desk.freeAt = back + 1;
  }

  /** Whoever is free first, and from when on, at the earliest at `at`. */
  function nextFree(at: number, not?: Desk): { desk: Desk; at: number } {
    const free = desks.filter((desk) => desk !== not);
    const desk = free.reduce((a, b) => (b.freeAt < a.freeAt ? b : a));
    return { desk, at: Math.max(at, desk.freeAt) + between(1, 25_000) };
  }

  function play(number: number, createdAt: number, course: (typeof COURSES)[number]): void {
    const channel = of(['voice', 'voice', 'voice', 'chat', 'sms', 'email']);
    const isOutbound = course === 'outbound';
    const task: TaskOfDay = {
      key: `task ${number} of ${seed}`,
      createdAt,
      channel: isOutbound ? 'voice' : channel,
      attributes: {
        direction: isOutbound ? 'outbound' : 'inbound',
        [isOutbound ? 'outbound_to' : 'from']: `+4930${between(1_000_000, 9_999_999)}`,
        name: `Customer ${number}`,
      },
    };
    let queue: string = of(QUEUES);
    let enteredAt = createdAt + between(0, 400);
    const say = (type: string, at: number, more: Record<string, string> = {}) =>
      callbacks.push(aboutTask(type, at, task, queue, more));
    const leave = (end: TrueWait['end'], at: number) => {
      if (!isOutbound) waits.push({ queue, at: enteredAt, end, ms: at - enteredAt });
    };

    say('task.created', createdAt);
    say('workflow.entered', createdAt + 1);
    say('workflow.target-matched', createdAt + 1);
    say('task-queue.entered', enteredAt);

    switch (course) {
      case 'left':
      case 'left at once': {
        const at = enteredAt + (course === 'left' ? between(5_000, 240_000) : between(200, 4_999));
        say('task.canceled', at, { TaskAssignmentStatus: 'canceled', TaskCanceledReason: 'hangup' });
        leave('left', at);
        return;
      }
      case 'timed out': {
        const at = enteredAt + between(60_000, 300_000);
        say('task-queue.timeout', at);
        say('workflow.timeout', at + 2);
        say('task.canceled', at + 5, {
          TaskAssignmentStatus: 'canceled',
          TaskCanceledReason: 'Workflow timed out',
        });
        leave('out', at + 2);
        return;
      }
      case 'voicemail': {
        const at = enteredAt + between(30_000, 200_000);
        say('task.canceled', at, { TaskAssignmentStatus: 'canceled', TaskCanceledReason: 'redirected' });
        leave('out', at);
        return;
      }
      case 'callback': {
        const at = enteredAt + between(30_000, 200_000);
        task.attributes.conversations = { abandoned: 'Follow-Up', abandoned_phase: 'Callback Request' };
        say('task.canceled', at, { TaskAssignmentStatus: 'canceled', TaskCanceledReason: 'redirected' });
        leave('called back', at);
        return;
      }
      case 'deleted': {
        const at = enteredAt + between(300_000, 900_000);
        say('task.deleted', at);
        leave('out', at);
        return;
      }
      case 'escalated': {
        const at = enteredAt + between(10_000, 60_000);
        say('task-queue.timeout', at - 1);
        say('task-queue.moved', at - 1);
        leave('out', at);
        queue = QUEUES[(QUEUES.indexOf(queue as 'Sales') + 1) % QUEUES.length]!;
        enteredAt = at;
        say('task-queue.entered', at);
        break;
      }
      case 'raised': {
        // The next step of the workflow has another priority and the same queue: the wait goes on.
        const at = enteredAt + between(1_000, 20_000);
        say('task-queue.moved', at);
        say('task-queue.entered', at, { TaskPriority: '10' });
        break;
      }
    }

    const first = nextFree(course === 'raised' ? enteredAt + 20_001 : enteredAt);
    const ring = (desk: Desk, at: number, reservation: string) =>
      say('reservation.created', at, {
        TaskAssignmentStatus: 'reserved',
        ...ofWorker(desk.name, 'Available', reservation),
      });
    const reserve = (type: string, desk: Desk, at: number, reservation: string, status: string, more = {}) =>
      say(type, at, {
        TaskAssignmentStatus: status,
        ...ofWorker(desk.name, 'Available', reservation),
        ...more,
      });
    if (course === 'rejected') {
      for (const type of ['reservation.rejected', 'reservation.timeout']) {
        const desk = of(desks);
        ring(desk, enteredAt + 100, `${task.key} ${type}`);
        reserve(type, desk, first.at - between(1, 90), `${task.key} ${type}`, 'pending');
      }
    }
    const { desk, at: answeredAt } = first;
    const one = `${task.key} 1`;
    ring(desk, answeredAt - 1, one);
    reserve('reservation.accepted', desk, answeredAt, one, 'assigned');
    leave('answered', answeredAt);
    const talkedUntil = answeredAt + between(20_000, 600_000);

    if (course.startsWith('cold')) {
      // Given on to another queue; the agent writes a note and is free, the customer waits for the next.
      const firstQueue = queue;
      queue = QUEUES[(QUEUES.indexOf(queue as 'Sales') + 2) % QUEUES.length]!;
      say('task.transfer-initiated', talkedUntil, {
        ...transfer(desk, 'COLD'),
        TaskAssignmentStatus: 'pending',
      });
      reserve('reservation.wrapup', desk, talkedUntil + 30, one, 'pending');
      const freeAt = talkedUntil + between(100, 40_000);
      reserve('reservation.completed', desk, freeAt, one, 'pending');
      handled(desk, answeredAt, talkedUntil, freeAt, firstQueue);
      enteredAt = talkedUntil;
      if (course === 'cold, left') {
        const at = talkedUntil + between(1_000, 90_000);
        say('task.canceled', at, { TaskAssignmentStatus: 'canceled', TaskCanceledReason: 'hangup' });
        leave('left', at);
        return;
      }
      if (course === 'cold, timed out') {
        const at = talkedUntil + between(60_000, 300_000);
        say('workflow.timeout', at);
        say('task.canceled', at + 5, { TaskAssignmentStatus: 'canceled', TaskCanceledReason: 'timed out' });
        leave('out', at);
        return;
      }
      const second = nextFree(talkedUntil, desk);
      const two = `${task.key} 2`;
      ring(second.desk, second.at - 1, two);
      reserve('reservation.accepted', second.desk, second.at, two, 'assigned');
      say('task.transfer-completed', second.at + 3, transfer(desk, 'COLD'));
      leave('answered', second.at);
      finish(second.desk, second.at, second.at + between(20_000, 300_000), two);
      return;
    }
    if (course === 'warm') {
      // A colleague is asked, takes over, and the first agent leaves: nobody waits in a queue.
      const second = nextFree(talkedUntil, desk);
      const two = `${task.key} 2`;
      say('task.transfer-initiated', second.at - 500, transfer(desk, 'WARM'));
      ring(second.desk, second.at - 400, two);
      reserve('reservation.accepted', second.desk, second.at, two, 'assigned');
      say('task.transfer-completed', second.at + 5, {
        ...transfer(desk, 'WARM'),
        TaskAssignmentStatus: 'assigned',
      });
      const goneAt = second.at + between(1_000, 60_000);
      reserve('reservation.wrapup', desk, goneAt, one, 'assigned');
      const freeAt = goneAt + between(0, 30_000);
      reserve('reservation.completed', desk, freeAt, one, 'assigned');
      handled(desk, answeredAt, second.at + 5, freeAt, queue);
      finish(second.desk, second.at, freeAt + between(10_000, 300_000), two);
      return;
    }
    finish(desk, answeredAt, talkedUntil, one);

    function transfer(by: Desk, mode: string): Record<string, string> {
      return { TransferMode: mode, TransferType: 'QUEUE', TransferInitiatingWorkerSid: agentSid(by.name) };
    }

    function finish(by: Desk, since: number, until: number, reservation: string): void {
      if (course === 'unwrapped') {
        reserve('reservation.completed', by, until, reservation, 'completed');
        const overAt = until + between(0, 20);
        say('task.completed', overAt, { TaskAssignmentStatus: 'completed' });
        solved(overAt);
        handled(by, since, until, until, queue);
        return;
      }
      const wrappedAt = until + between(0, 25);
      reserve('reservation.wrapup', by, until, reservation, 'wrapping');
      say('task.wrapup', wrappedAt, { TaskAssignmentStatus: 'wrapping' });
      solved(wrappedAt);
      const doneAt = wrappedAt + between(0, 90_000);
      reserve('reservation.completed', by, doneAt, reservation, 'completed', { TaskCompletedReason: 'done' });
      say('task.completed', doneAt + between(0, 20), { TaskAssignmentStatus: 'completed' });
      if (between(0, 3) === 0) say('task.deleted', doneAt + 300_000, { TaskAssignmentStatus: 'completed' });
      handled(by, since, wrappedAt, doneAt, queue);
    }

    function solved(at: number): void {
      solutions.push({ queue, ms: at - Math.floor(createdAt / 1_000) * 1_000 });
    }

    function handled(by: Desk, since: number, until: number, done: number, of: string): void {
      handlings.push({
        queue: of,
        agent: agentSid(by.name),
        from: since,
        talkMs: until - since,
        wrapMs: done - until,
      });
      by.freeAt = Math.max(by.freeAt, done + 1);
    }
  }
}
