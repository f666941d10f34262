import {
  agentArn,
  agentPart,
  agentQueueArn,
  contactRecord,
  type Fields,
  queuePart,
  stamp,
} from './contact.ts';
import { createRandom, type Random } from './random.ts';

/**
 * A made-up day of a center: what happened, written down twice. Once as the contact records that Amazon Connect would
 * deliver, and once as plain stays and pieces of work in whole seconds, from which the truth is reckoned. Neither knows
 * the product.
 */
export const DAY = Date.UTC(2026, 2, 10);

const QUEUES = ['Billing', 'Support', 'Sales'] as const;
const AGENTS = Array.from({ length: 24 }, (_, i) => `agent${String(i + 1).padStart(2, '0')}`);

export interface Stay {
  queue: string;
  /** Seconds waited; null: still waiting. */
  waited: number | null;
  outcome: 'answered' | 'abandoned' | 'flowed out' | 'waiting';
}

export interface Work {
  agent: string;
  queue: string;
  talk: number;
  hold: number;
  wrap: number;
}

export interface Day {
  /** The last word on each contact, in the order of delivery. */
  records: Fields[];
  /** Words that were taken back later: incomplete, or with other attributes, each older than the record's own. */
  earlier: Fields[];
  stays: Stay[];
  works: Work[];
  /** Contacts that are no customer's. */
  besides: number;
}

export function makeDay(seed: number, calls = 1_000): Day {
  const random = createRandom(seed);
  const day: Day = { records: [], earlier: [], stays: [], works: [], besides: 0 };
  for (let i = 0; i < calls; i++) oneCase(day, random);
  return day;
}

function oneCase(day: Day, random: Random): void {
  const kind = random.int(1, 100);
  if (kind <= 38) answeredCall(day, random, {});
  else if (kind <= 48) leftQueue(day, random, random.chance(0.3) ? random.int(0, 4) : random.int(5, 400));
  else if (kind <= 54) menuOnly(day, random);
  else if (kind <= 60) queueTransfer(day, random);
  else if (kind <= 66) givenToColleague(day, random);
  else if (kind <= 70) givenOutside(day, random);
  else if (kind <= 76) callback(day, random);
  else if (kind <= 80) outbound(day, random);
  else if (kind <= 88) chat(day, random);
  else if (kind <= 92) task(day, random);
  else if (kind <= 95) email(day, random);
  else if (kind <= 97) legs(day, random);
  else stillOpen(day, random);
}

/** A second of the day early enough for what follows to end in it. */
const begin = (random: Random) => random.int(6 * 3_600, 20 * 3_600);
const at = (second: number) => stamp(DAY, second);

function put(day: Day, random: Random, record: Fields, lastSecond: number): void {
  // Delivered when the contact is cleared, and again when an attribute changes, days later.
  const updates = random.chance(0.25) ? random.int(1, 3) : 0;
  let updated = lastSecond + random.int(1, 90);
  for (let i = 0; i < updates; i++) {
    const older: Fields = {
      ...record,
      Attributes: { state: `draft ${i}` },
      LastUpdateTimestamp: at(updated),
    };
    if (random.chance(0.5)) {
      // The first delivery knew less: no after-contact work yet, or not how it went on.
      older.Agent =
        record.Agent === null ? null : { ...(record.Agent as Fields), AfterContactWorkEndTimestamp: null };
      older.NextContactId = null;
      older.TransferCompletedTimestamp = null;
    }
    day.earlier.push(older);
    updated += random.chance(0.5) ? random.int(1, 600) : random.int(86_400, 5 * 86_400);
  }
  day.records.push({ ...record, LastUpdateTimestamp: at(updated) });
}

/** What an agent did, from a second on: the truth, the `Agent` of the record, and when it was over. */
function worked(day: Day, random: Random, queue: string, connected: number, { holds = true } = {}) {
  const agent = random.of(AGENTS);
  const talk = random.int(5, 900);
  const hold = holds && random.chance(0.3) ? random.int(1, 300) : 0;
  const wrap = random.chance(0.85) ? random.int(1, 180) : 0;
  day.works.push({ agent, queue, talk, hold, wrap });
  const left = connected + talk + hold;
  const part = agentPart(agent, {
    ConnectedToAgentTimestamp: at(connected),
    AgentInteractionDuration: talk,
    CustomerHoldDuration: hold,
    LongestHoldDuration: hold,
    NumberOfHolds: hold > 0 ? 1 : 0,
    AfterContactWorkStartTimestamp: at(left),
    AfterContactWorkEndTimestamp: at(left + wrap),
    AfterContactWorkDuration: wrap,
  });
  return { agent, part, left, wrapped: left + wrap };
}

function waited(
  day: Day,
  queue: string,
  enqueued: number,
  seconds: number,
  outcome: Stay['outcome'],
): Fields {
  day.stays.push({ queue, waited: seconds, outcome });
  return queuePart(queue, {
    EnqueueTimestamp: at(enqueued),
    DequeueTimestamp: at(enqueued + seconds),
    Duration: seconds,
  });
}

function answeredCall(
  day: Day,
  random: Random,
  chain: Fields,
  from = begin(random),
): { id: string; left: number } {
  const id = random.uuid();
  const enqueued = from + random.int(0, 120);
  const wait = random.chance(0.5) ? random.int(0, 22) : random.int(0, 300);
  const queue = random.of(QUEUES);
  const Queue = waited(day, queue, enqueued, wait, 'answered');
  const work = worked(day, random, queue, enqueued + wait);
  put(
    day,
    random,
    contactRecord({
      ContactId: id,
      InitiationTimestamp: at(from),
      ConnectedToSystemTimestamp: at(from),
      Queue,
      Agent: work.part,
      AgentConnectionAttempts: 1,
      DisconnectTimestamp: at(work.left),
      DisconnectReason: random.of(['CUSTOMER_DISCONNECT', 'AGENT_DISCONNECT', 'TELECOM_PROBLEM', null]),
      ...chain,
    }),
    work.wrapped,
  );
  return { id, left: work.left };
}

function leftQueue(day: Day, random: Random, wait: number, chain: Fields = {}, from = begin(random)): void {
  const enqueued = from + random.int(0, 60);
  put(
    day,
    random,
    contactRecord({
      ContactId: random.uuid(),
      InitiationTimestamp: at(from),
      ConnectedToSystemTimestamp: at(from),
      Queue: waited(day, random.of(QUEUES), enqueued, wait, 'abandoned'),
      AgentConnectionAttempts: random.int(0, 2),
      DisconnectTimestamp: at(enqueued + wait),
      DisconnectReason: random.of(['CUSTOMER_DISCONNECT', null]),
      ...chain,
    }),
    enqueued + wait,
  );
}

function menuOnly(day: Day, random: Random): void {
  const from = begin(random);
  const end = from + random.int(1, 200);
  put(
    day,
    random,
    contactRecord({
      ContactId: random.uuid(),
      InitiationTimestamp: at(from),
      ConnectedToSystemTimestamp: at(from),
      DisconnectTimestamp: at(end),
      DisconnectReason: random.of(['CUSTOMER_DISCONNECT', 'CONTACT_FLOW_DISCONNECT', null]),
    }),
    end,
  );
}

/** A flow moves the caller from one queue to another: the first contact ends unanswered, a second one begins. */
function queueTransfer(day: Day, random: Random): void {
  const [first, second] = [random.uuid(), random.uuid()];
  const from = begin(random);
  const enqueued = from + random.int(0, 60);
  const wait = random.int(10, 300);
  const moved = enqueued + wait;
  put(
    day,
    random,
    contactRecord({
      ContactId: first,
      InitiationTimestamp: at(from),
      ConnectedToSystemTimestamp: at(from),
      Queue: waited(day, random.of(QUEUES), enqueued, wait, 'flowed out'),
      DisconnectTimestamp: at(moved),
      DisconnectReason: random.of(['CONTACT_FLOW_DISCONNECT', null]),
      NextContactId: second,
    }),
    moved,
  );
  const chain = {
    ContactId: second,
    InitialContactId: first,
    PreviousContactId: first,
    InitiationMethod: 'QUEUE_TRANSFER',
  };
  if (random.chance(0.7)) answeredCall(day, random, chain, moved);
  else leftQueue(day, random, random.int(0, 200), chain, moved);
}

/** An agent hands the caller to a colleague's own queue or to a queue, waiting for the colleague (warm) or not (cold). */
function givenToColleague(day: Day, random: Random): void {
  const [first, second] = [random.uuid(), random.uuid()];
  const from = begin(random);
  const enqueued = from + 5;
  const wait = random.int(0, 60);
  const queue = random.of(QUEUES);
  const Queue = waited(day, queue, enqueued, wait, 'answered');
  const work = worked(day, random, queue, enqueued + wait);
  const isCold = random.chance(0.5);
  put(
    day,
    random,
    contactRecord({
      ContactId: first,
      InitiationTimestamp: at(from),
      ConnectedToSystemTimestamp: at(from),
      Queue,
      Agent: work.part,
      DisconnectTimestamp: at(isCold ? work.left : work.left + random.int(1, 400)),
      NextContactId: second,
      TransferCompletedTimestamp: isCold ? at(work.left) : null,
    }),
    work.wrapped,
  );
  const chain = {
    ContactId: second,
    InitialContactId: first,
    PreviousContactId: first,
    InitiationMethod: 'TRANSFER',
  };
  const handedOver = isCold ? work.left : Math.max(enqueued + wait, work.left - 30);
  if (random.chance(0.6)) {
    answeredCall(day, random, chain, handedOver);
    return;
  }
  // To a colleague: nobody queues, or in the colleague's own queue, which has no name.
  const own = random.chance(0.5);
  const connected = handedOver + random.int(1, 20);
  const name = own ? 'agent queue' : '';
  if (own) day.stays.push({ queue: name, waited: connected - handedOver, outcome: 'answered' });
  const answer = worked(day, random, name, connected);
  put(
    day,
    random,
    contactRecord({
      ...chain,
      InitiationTimestamp: at(handedOver),
      Queue: own
        ? {
            ARN: agentQueueArn(answer.agent),
            Name: null,
            EnqueueTimestamp: at(handedOver),
            DequeueTimestamp: at(connected),
            Duration: connected - handedOver,
          }
        : null,
      Agent: answer.part,
      DisconnectTimestamp: at(answer.left),
      DisconnectReason: 'CUSTOMER_DISCONNECT',
    }),
    answer.wrapped,
  );
}

/** To an outside number: the customer is on the line long after the agent has left. */
function givenOutside(day: Day, random: Random): void {
  const from = begin(random);
  const queue = random.of(QUEUES);
  const wait = random.int(0, 40);
  const Queue = waited(day, queue, from, wait, 'answered');
  const work = worked(day, random, queue, from + wait);
  const end = work.left + random.int(60, 3_000);
  put(
    day,
    random,
    contactRecord({
      ContactId: random.uuid(),
      InitiationTimestamp: at(from),
      ConnectedToSystemTimestamp: at(from),
      Queue,
      Agent: work.part,
      DisconnectTimestamp: at(end),
      DisconnectReason: 'THIRD_PARTY_DISCONNECT',
      TransferCompletedTimestamp: at(work.left),
      TransferredToEndpoint: { Address: '+4940555000', Type: 'TELEPHONE_NUMBER' },
    }),
    Math.max(end, work.wrapped),
  );
}

/** The caller leaves the queue to be called back: initial delay, queue, the agent accepts, a whisper, the customer. */
function callback(day: Day, random: Random): void {
  const [first, second] = [random.uuid(), random.uuid()];
  const from = begin(random);
  const wait = random.int(20, 200);
  const asked = from + wait;
  put(
    day,
    random,
    contactRecord({
      ContactId: first,
      InitiationTimestamp: at(from),
      ConnectedToSystemTimestamp: at(from),
      Queue: waited(day, random.of(QUEUES), from, wait, 'flowed out'),
      DisconnectTimestamp: at(asked),
      DisconnectReason: random.of(['CONTACT_FLOW_DISCONNECT', 'CUSTOMER_DISCONNECT']),
      NextContactId: second,
    }),
    asked,
  );
  const queue = random.of(QUEUES);
  const delay = 99;
  const enqueued = asked + delay;
  const seconds = random.int(1, 900);
  const accepted = enqueued + seconds;
  const record: Fields = {
    ContactId: second,
    InitialContactId: first,
    PreviousContactId: first,
    InitiationMethod: 'CALLBACK',
    InitiationTimestamp: at(asked),
  };
  if (random.chance(0.2)) {
    // Nobody picks up: the agent had taken it, and nobody was talked to.
    const Queue = waited(day, queue, enqueued, seconds, 'flowed out');
    put(
      day,
      random,
      contactRecord({
        ...record,
        Queue: { ...Queue, Duration: delay + seconds },
        AgentConnectionAttempts: 1,
        DisconnectTimestamp: at(accepted + 60),
        DisconnectReason: 'TELECOM_UNANSWERED',
      }),
      accepted + 60,
    );
    return;
  }
  const Queue = waited(day, queue, enqueued, seconds, 'answered');
  const work = worked(day, random, queue, accepted + random.int(0, 40));
  put(
    day,
    random,
    contactRecord({
      ...record,
      // Includes the initial delay, which is not between its two timestamps.
      Queue: { ...Queue, Duration: delay + seconds },
      ConnectedToSystemTimestamp: at(accepted),
      Agent: work.part,
      DisconnectTimestamp: at(work.left),
      DisconnectReason: 'CUSTOMER_DISCONNECT',
    }),
    work.wrapped,
  );
}

function outbound(day: Day, random: Random): void {
  const from = begin(random);
  const queue = random.of(QUEUES);
  const isTaken = random.chance(0.7);
  const rang = random.int(3, 40);
  const work = isTaken ? worked(day, random, queue, from + rang) : null;
  const end = work?.left ?? from + rang;
  put(
    day,
    random,
    contactRecord({
      ContactId: random.uuid(),
      InitiationMethod: 'OUTBOUND',
      InitiationTimestamp: at(from),
      ConnectedToSystemTimestamp: isTaken ? at(from + rang) : null,
      // The queue of the caller id: nobody waits in it.
      Queue: queuePart(
        queue,
        random.chance(0.5) ? { EnqueueTimestamp: at(from), DequeueTimestamp: at(from) } : {},
      ),
      Agent: work?.part ?? null,
      DisconnectTimestamp: at(end),
      DisconnectReason: isTaken ? 'AGENT_DISCONNECT' : 'TELECOM_UNANSWERED',
    }),
    work?.wrapped ?? end,
  );
}

function chat(day: Day, random: Random): void {
  const from = begin(random);
  const queue = random.of(QUEUES);
  const wait = random.int(0, 120);
  const isLeft = random.chance(0.15);
  const Queue = waited(day, queue, from, wait, isLeft ? 'abandoned' : 'answered');
  const work = isLeft ? null : worked(day, random, queue, from + wait, { holds: false });
  const metrics = {
    AgentFirstResponseTimestamp: work === null ? null : at(from + wait + 5),
    TotalMessages: 9,
  };
  put(
    day,
    random,
    contactRecord({
      ContactId: random.uuid(),
      Channel: 'CHAT',
      InitiationMethod: 'API',
      InitiationTimestamp: at(from),
      CustomerEndpoint: null,
      CustomerId: random.chance(0.5) ? 'crm-4711' : null,
      Queue,
      Agent: work?.part ?? null,
      ChatMetrics: random.chance(0.5)
        ? { ContactMetrics: metrics, AgentMetrics: null, CustomerMetrics: null }
        : null,
      DisconnectTimestamp: at(work?.left ?? from + wait),
      DisconnectReason: isLeft
        ? 'CUSTOMER_DISCONNECT'
        : random.of(['CUSTOMER_DISCONNECT', 'AGENT_DISCONNECT']),
      // What a disconnect flow made of it.
      NextContactId: random.chance(0.3) ? random.uuid() : null,
    }),
    work?.wrapped ?? from + wait,
  );
}

/** A task may be paused while an agent has it: that counts as hold. `AgentInteractionDuration` of tasks may be 0. */
function task(day: Day, random: Random): void {
  const from = begin(random);
  const queue = random.of(QUEUES);
  const wait = random.int(0, 2_000);
  const base: Fields = {
    ContactId: random.uuid(),
    Channel: 'TASK',
    InitiationMethod: 'API',
    InitiationTimestamp: at(from),
    CustomerEndpoint: null,
    SystemEndpoint: null,
  };
  if (random.chance(0.2)) {
    const Queue = waited(day, queue, from, wait, 'flowed out');
    const end = { DisconnectTimestamp: at(from + wait), DisconnectReason: 'EXPIRED' };
    put(day, random, contactRecord({ ...base, ...end, Queue }), from + wait);
    return;
  }
  const Queue = waited(day, queue, from, wait, 'answered');
  const agent = random.of(AGENTS);
  const talk = random.int(10, 600);
  const paused = random.chance(0.4) ? random.int(1, 500) : 0;
  const wrap = random.int(0, 30);
  const left = from + wait + talk + paused;
  day.works.push({ agent, queue, talk, hold: paused, wrap });
  put(
    day,
    random,
    contactRecord({
      ...base,
      Queue,
      Agent: agentPart(agent, {
        ConnectedToAgentTimestamp: at(from + wait),
        AgentInteractionDuration: random.chance(0.5) ? 0 : talk,
        AgentPauseDuration: paused,
        AfterContactWorkStartTimestamp: at(left),
        AfterContactWorkEndTimestamp: at(left + wrap),
        AfterContactWorkDuration: wrap,
      }),
      DisconnectTimestamp: at(left),
      DisconnectReason: 'AGENT_COMPLETED',
      TotalPauseCount: paused > 0 ? 1 : 0,
      TotalPauseDurationInSeconds: paused,
    }),
    left + wrap,
  );
}

function email(day: Day, random: Random): void {
  const from = begin(random);
  const queue = random.of(QUEUES);
  const wait = random.int(0, 5_000);
  const base: Fields = {
    ContactId: random.uuid(),
    Channel: 'EMAIL',
    InitiationTimestamp: at(from),
    CustomerEndpoint: { Address: 'erika@example.com', Type: 'EMAIL_ADDRESS' },
    ContactAssociationId: random.uuid(),
  };
  if (random.chance(0.3)) {
    const Queue = waited(day, queue, from, wait, 'flowed out');
    const DisconnectReason = random.of(['TRANSFERRED', 'EXPIRED', 'API']);
    const end = { DisconnectTimestamp: at(from + wait), DisconnectReason };
    put(day, random, contactRecord({ ...base, ...end, Queue }), from + wait);
    return;
  }
  const Queue = waited(day, queue, from, wait, 'answered');
  const work = worked(day, random, queue, from + wait, { holds: false });
  const end = { DisconnectTimestamp: at(work.left), DisconnectReason: 'AGENT_DISCONNECT' };
  put(day, random, contactRecord({ ...base, ...end, Queue, Agent: work.part }), work.wrapped);
}

/** A supervisor who listens, and an outsider whom an agent called in: contacts with ids of their own, and no customer. */
function legs(day: Day, random: Random): void {
  const from = begin(random);
  day.besides++;
  const isMonitor = random.chance(0.5);
  put(
    day,
    random,
    contactRecord({
      ContactId: random.uuid(),
      InitialContactId: random.uuid(),
      PreviousContactId: random.uuid(),
      InitiationMethod: isMonitor ? 'MONITOR' : 'EXTERNAL_OUTBOUND',
      InitiationTimestamp: at(from),
      Agent: isMonitor
        ? agentPart('supervisor', {
            ConnectedToAgentTimestamp: at(from),
            StateTransitions: [
              { stateStartTimestamp: at(from), stateEndTimestamp: null, state: 'SILENT_MONITOR' },
            ],
          })
        : null,
      DisconnectTimestamp: at(from + 100),
    }),
    from + 100,
  );
}

/** Records of what is not over: somebody waits, or talks. */
function stillOpen(day: Day, random: Random): void {
  const from = begin(random);
  const queue = random.of(QUEUES);
  const base: Fields = {
    ContactId: random.uuid(),
    InitiationTimestamp: at(from),
    ConnectedToSystemTimestamp: at(from),
  };
  if (random.chance(0.5)) {
    day.stays.push({ queue, waited: null, outcome: 'waiting' });
    put(
      day,
      random,
      contactRecord({ ...base, Queue: queuePart(queue, { EnqueueTimestamp: at(from + 3) }) }),
      from,
    );
    return;
  }
  const wait = random.int(0, 60);
  const Queue = waited(day, queue, from + 3, wait, 'answered');
  const Agent = {
    ARN: agentArn('agent01'),
    Username: 'agent01',
    ConnectedToAgentTimestamp: at(from + 3 + wait),
  };
  put(day, random, contactRecord({ ...base, Queue, Agent }), from);
}
