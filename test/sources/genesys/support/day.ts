/**
 * A day of a contact center on Genesys Cloud: records in its own format, and beside them what is true of it, added up as
 * the day is made up and never read back from the records. Nothing here comes from our code.
 */
import { type Conversation, conversation, iso, metric, type Part, part, seg, sess, uuid } from './records.ts';

export const DAY = Date.UTC(2026, 2, 3);
const HOUR = 3_600_000;
const T = 20_000;
const SHORT = 5_000;

export interface QueueTruth {
  offered: number;
  answered: number;
  abandoned: number;
  shortAbandons: number;
  flowOuts: number;
  callbacks: number;
  inTime: number;
  waitMs: number;
  handled: number;
  talkMs: number;
  holdMs: number;
  wrapMs: number;
}

export interface Day {
  conversations: Conversation[];
  /** Earlier, incomplete copies of some of them. */
  earlier: Conversation[];
  users: object[];
  queues: Map<string, QueueTruth>;
  /** Handling and idle time of each agent, ms. */
  agents: Map<string, { handlingMs: number; idleMs: number }>;
  /** What nobody outside had a part in. */
  internal: number;
  /** What the vendor counts itself: its metric of each session, added up. */
  vendor: { offered: number; answered: number; abandoned: number; flowOuts: number };
  /** Consults that nobody took: offered and abandoned for the vendor, and for us no customer's wait. */
  lostConsults: number;
}

/** A small generator of numbers that seem random: the same seed gives the same day. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function makeDay(seed: number, size: number): Day {
  const random = numbers(seed);
  const between = (min: number, max: number) => min + Math.floor(random() * (max - min + 1));
  const queueIds = ['q-sales', 'q-service', 'q-returns'];
  const agentIds = Array.from({ length: 12 }, (_, i) => `user-${String(i).padStart(2, '0')}`);
  const pick = <V>(values: readonly V[]): V => values[between(0, values.length - 1)]!;
  const day: Day = {
    conversations: [],
    earlier: [],
    users: [],
    queues: new Map(),
    agents: new Map(),
    internal: 0,
    vendor: { offered: 0, answered: 0, abandoned: 0, flowOuts: 0 },
    lostConsults: 0,
  };

  function truth(queue: string): QueueTruth {
    let found = day.queues.get(queue);
    if (found === undefined) {
      const zero = { offered: 0, answered: 0, abandoned: 0, shortAbandons: 0, flowOuts: 0, callbacks: 0 };
      found = { ...zero, inTime: 0, waitMs: 0, handled: 0, talkMs: 0, holdMs: 0, wrapMs: 0 };
      day.queues.set(queue, found);
    }
    return found;
  }

  /** The customer's line for the whole contact. */
  const caller = (media: string, begin: number, end: number, ending: string) =>
    part('customer', [
      sess(media, [seg('interact', begin, end, { disconnectType: ending })], {
        ani: `tel:+4930${between(1_000_000, 9_999_999)}`,
        metrics: [metric('nConnected', begin)],
      }),
    ]);

  /** A stay in a queue, in the records alone. */
  function acd(
    media: string,
    queue: string,
    begin: number,
    end: number,
    ending: string,
    metrics: object[],
  ): Part {
    const lead = media === 'voice' ? [seg('delay', begin - 14, begin, { queueId: queue })] : [];
    const wait = seg('interact', begin, end, { queueId: queue, disconnectType: ending });
    return part('acd', [sess(media, [...lead, wait], { metrics: [metric('nOffered', begin), ...metrics] })]);
  }

  interface Work {
    agent: string;
    part: Part;
    end: number;
    done: number;
  }

  /** An agent's part, with talk, hold in the middle and after-call work; counted for the queue. */
  function work(
    media: string,
    queue: string,
    begin: number,
    ending: string,
    options: { not?: string; answeredMs?: number; endAt?: number; after?: boolean } = {},
  ): Work {
    const { answeredMs, after = random() < 0.8 } = options;
    // Nobody asks or transfers to himself.
    const agent = pick(agentIds.filter((one) => one !== options.not));
    const first = between(5_000, 200_000);
    const hold = random() < 0.3 ? between(1_000, 90_000) : 0;
    const second = hold > 0 ? between(2_000, 60_000) : 0;
    const length = options.endAt === undefined ? first + hold + second : options.endAt - begin;
    const held = length > hold + 2_000 ? hold : 0;
    const end = begin + length;
    const wrap = after ? between(1, 90) * 1_000 : 0;
    const holdFrom = begin + Math.floor((length - held) / 2);
    const talks = held
      ? [
          seg('interact', begin, holdFrom, { queueId: queue }),
          seg('hold', holdFrom, holdFrom + held, { queueId: queue }),
          seg('interact', holdFrom + held, end, { queueId: queue, disconnectType: ending }),
        ]
      : [seg('interact', begin, end, { queueId: queue, disconnectType: ending })];
    const ring = seg('alert', begin - between(500, 9_000), begin, { queueId: queue });
    const wrapUp = seg('wrapup', end, end + wrap, {
      queueId: queue,
      disconnectType: ending,
      wrapUpCode: 'done',
    });
    const segments = [ring, ...talks, ...(wrap > 0 ? [wrapUp] : [])];
    const metrics = [
      ...(answeredMs === undefined ? [] : [metric('tAnswered', begin, answeredMs)]),
      metric('tTalkComplete', end, length - held),
      ...(held ? [metric('tHeldComplete', end, held)] : []),
      ...(wrap ? [metric('tAcw', end + wrap, wrap)] : []),
      metric('tHandle', end + wrap, length + wrap),
    ];
    const of = truth(queue);
    of.handled++;
    of.talkMs += length - held;
    of.holdMs += held;
    of.wrapMs += wrap;
    return {
      agent,
      part: part('agent', [sess(media, segments, { metrics, selectedAgentId: agent })], { userId: agent }),
      end,
      done: end + wrap,
    };
  }

  /** Somebody whom it rang for in vain, with the after-call work that Genesys gives him all the same. */
  function missed(queue: string, at: number): Part {
    const segments = [
      seg('alert', at, at + 8_000, { queueId: queue, disconnectType: 'client' }),
      seg('wrapup', at + 8_250, at + 11_250, { queueId: queue, disconnectType: 'client' }),
    ];
    const metrics = [metric('tNotResponding', at + 8_000, 8_000), metric('tHandle', at + 11_250, 3_000)];
    return part('agent', [sess('voice', segments, { metrics })], { userId: pick(agentIds) });
  }

  /** When the agent is on the line, with the legs some ms apart, in either order. */
  function answer(queue: string, begin: number, end: number): number {
    const at = end + between(-4, 20);
    const of = truth(queue);
    of.offered++;
    of.answered++;
    of.waitMs += at - begin;
    if (at - begin <= T) of.inTime++;
    day.vendor.offered++;
    day.vendor.answered++;
    return at;
  }

  function leave(queue: string, begin: number, end: number): void {
    const of = truth(queue);
    of.offered++;
    of.abandoned++;
    if (end - begin < SHORT) of.shortAbandons++;
    day.vendor.offered++;
    day.vendor.abandoned++;
  }

  function flowOut(queue: string, kind: 'flowOuts' | 'callbacks'): void {
    const of = truth(queue);
    of.offered++;
    of[kind]++;
    day.vendor.offered++;
    day.vendor.flowOuts++;
  }

  const wait = () => (random() < 0.6 ? between(1_000, 20_000) : between(20_001, 240_000));

  const stories: Record<string, (at: number) => Conversation> = {
    answered(at) {
      const queue = pick(queueIds);
      const media = pick(['voice', 'voice', 'voice', 'chat', 'message', 'email']);
      const begin = at + (media === 'voice' ? between(5_000, 60_000) : 3);
      const end = begin + Math.max(12_000, wait());
      const ringsInVain = media === 'voice' && random() < 0.1;
      const talk = answer(queue, begin, end);
      const { part: agent, end: over, done } = work(media, queue, talk, 'peer', { answeredMs: end - begin });
      return conversation(at, done, [
        caller(media, at, over - 3, 'endpoint'),
        ...(media === 'voice' ? [part('ivr', [sess('voice', [seg('ivr', at + 40, begin - 14)])])] : []),
        acd(media, queue, begin, end, 'transfer', [metric('tAcd', end, end - begin)]),
        ...(ringsInVain ? [missed(queue, begin + 20)] : []),
        agent,
      ]);
    },
    abandoned(at) {
      const queue = pick(queueIds);
      const begin = at + between(5_000, 30_000);
      const end = begin + (random() < 0.3 ? between(200, 4_999) : wait());
      leave(queue, begin, end);
      return conversation(at, end + 30, [
        caller('voice', at, end + 2, 'endpoint'),
        acd('voice', queue, begin, end, 'peer', [
          metric('tAcd', end, end - begin),
          metric('tAbandon', end, end - begin),
        ]),
      ]);
    },
    menuOnly(at) {
      const end = at + between(2_000, 40_000);
      return conversation(at, end + 5, [
        caller('voice', at, end, 'endpoint'),
        part('ivr', [sess('voice', [seg('ivr', at + 30, end + 5, { disconnectType: 'peer' })])]),
      ]);
    },
    blindTransfer(at) {
      const [from, to] = ['q-sales', 'q-service'] as const;
      const begin = at + 8_000;
      const end = begin + wait();
      const talk = answer(from, begin, end);
      const first = work('voice', from, talk, 'transfer', { answeredMs: end - begin });
      // The next leg begins some ms before the last one ends, or after.
      const again = first.end + between(-30, 60);
      const until = again + wait();
      const queues = acd('voice', from, begin, end, 'transfer', []);
      if (random() < 0.25) {
        leave(to, again, until);
        return conversation(at, Math.max(until, first.done) + 9, [
          caller('voice', at, until + 2, 'endpoint'),
          queues,
          first.part,
          acd('voice', to, again, until, 'peer', [metric('tAbandon', until, until - again)]),
        ]);
      }
      const on = answer(to, again, until);
      const second = work('voice', to, on, 'peer', { not: first.agent, answeredMs: until - again });
      return conversation(at, Math.max(first.done, second.done), [
        caller('voice', at, second.end - 4, 'endpoint'),
        queues,
        first.part,
        acd('voice', to, again, until, 'transfer', []),
        second.part,
      ]);
    },
    consultTransfer(at) {
      // A colleague is asked by way of a queue, answers, and keeps the call.
      const [from, to] = ['q-service', 'q-returns'] as const;
      const begin = at + 6_000;
      const end = begin + wait();
      const talk = answer(from, begin, end);
      const asked = talk + between(30_000, 60_000);
      const until = asked + between(3_000, 60_000);
      const on = answer(to, asked, until);
      const given = on + between(5_000, 60_000);
      const first = work('voice', from, talk, 'consultTransfer', { endAt: given, answeredMs: end - begin });
      const second = work('voice', to, on, 'peer', {
        not: first.agent,
        endAt: given + between(10_000, 90_000),
        answeredMs: until - asked,
      });
      return conversation(at, Math.max(first.done, second.done), [
        caller('voice', at, second.end - 2, 'endpoint'),
        acd('voice', from, begin, end, 'transfer', []),
        first.part,
        acd('voice', to, asked, until, 'transfer', []),
        second.part,
      ]);
    },
    consultAndBack(at) {
      // The colleague leaves with work to finish, and the first agent goes on with the customer.
      const [from, to] = ['q-service', 'q-returns'] as const;
      const begin = at + 6_000;
      const end = begin + wait();
      const talk = answer(from, begin, end);
      const asked = talk + between(30_000, 60_000);
      const until = asked + between(3_000, 60_000);
      const on = answer(to, asked, until);
      const left = on + between(5_000, 60_000);
      const over = left + between(100_000, 200_000);
      const second = work('voice', to, on, 'client', { endAt: left, answeredMs: until - asked, after: true });
      const first = work('voice', from, talk, 'peer', {
        not: second.agent,
        endAt: over,
        answeredMs: end - begin,
      });
      return conversation(at, Math.max(first.done, second.done), [
        caller('voice', at, over - 2, 'endpoint'),
        acd('voice', from, begin, end, 'transfer', []),
        first.part,
        acd('voice', to, asked, until, 'transfer', []),
        second.part,
      ]);
    },
    consultInVain(at) {
      const [from, to] = ['q-sales', 'q-returns'] as const;
      const begin = at + 6_000;
      const end = begin + wait();
      const talk = answer(from, begin, end);
      const asked = talk + between(10_000, 30_000);
      const givenUp = asked + between(6_000, 40_000);
      const first = work('voice', from, talk, 'peer', {
        endAt: givenUp + between(10_000, 60_000),
        answeredMs: end - begin,
      });
      day.vendor.offered++;
      day.vendor.abandoned++;
      day.lostConsults++;
      return conversation(at, first.done, [
        caller('voice', at, first.end - 2, 'endpoint'),
        acd('voice', from, begin, end, 'transfer', []),
        first.part,
        acd('voice', to, asked, givenUp, 'peer', [metric('tAbandon', givenUp, givenUp - asked)]),
      ]);
    },
    overflow(at) {
      const [from, to] = ['q-returns', 'q-service'] as const;
      const begin = at + 4_000;
      const full = begin + 60_000;
      const again = full + between(0, 40);
      const until = again + wait();
      flowOut(from, 'flowOuts');
      const on = answer(to, again, until);
      const second = work('voice', to, on, 'peer', { answeredMs: until - again });
      return conversation(at, second.done, [
        caller('voice', at, second.end - 3, 'endpoint'),
        acd('voice', from, begin, full, 'transfer', [metric('tFlowOut', full, full - begin)]),
        acd('voice', to, again, until, 'transfer', []),
        second.part,
      ]);
    },
    voicemail(at) {
      const queue = pick(queueIds);
      const begin = at + 4_000;
      const end = begin + between(30_000, 120_000);
      flowOut(queue, 'flowOuts');
      const over = end + between(5_000, 60_000);
      return conversation(at, over + 9, [
        caller('voice', at, over, 'endpoint'),
        acd('voice', queue, begin, end, 'transfer', [metric('tFlowOut', end, end - begin)]),
        part('voicemail', [
          sess('voice', [seg('voicemail', end + 20, over + 5, { disconnectType: 'peer' })]),
        ]),
      ]);
    },
    callback(at) {
      const queue = pick(queueIds);
      const begin = at + 4_000;
      const end = begin + between(20_000, 90_000);
      flowOut(queue, 'callbacks');
      const line = end + between(300, 900);
      const until = line + between(60_000, 900_000);
      const on = answer(queue, line, until);
      // The callback is the agent's from here on; the call itself is a session beside it.
      const taken = work('callback', queue, on, 'client', { answeredMs: until - line });
      const call = sess('voice', [
        seg('dialing', on + 500, on + 3_000, { queueId: queue }),
        seg('interact', on + 3_000, taken.end - 100, { queueId: queue, disconnectType: 'peer' }),
      ]);
      taken.part.sessions.push({ ...call, direction: 'outbound' });
      const customer = caller('voice', at, end + 100, 'client');
      customer.sessions.push(
        sess('callback', [seg('interact', line, taken.end + 2, { disconnectType: 'peer' })], {
          callbackNumbers: ['+493012345'],
          callbackScheduledTime: iso(at + 400 * 24 * HOUR),
        }),
      );
      return conversation(at, taken.done, [
        customer,
        acd('voice', queue, begin, end, 'transfer', [metric('tFlowOut', end, end - begin)]),
        acd('callback', queue, line, until, 'transfer', []),
        taken.part,
      ]);
    },
    disconnectedByRule(at) {
      const queue = pick(queueIds);
      const begin = at + 2_000;
      const end = begin + between(100_000, 400_000);
      // The vendor calls that abandoned; the customer left nothing.
      const of = truth(queue);
      of.offered++;
      day.vendor.offered++;
      day.vendor.abandoned++;
      return conversation(at, end + 40, [
        caller('chat', at, end + 20, 'system'),
        acd('chat', queue, begin, end, 'system', [metric('tAbandon', end, end - begin)]),
      ]);
    },
    outbound(at) {
      const queue = pick(queueIds);
      const ring = between(3_000, 20_000);
      const { part: agent, end, done } = work('voice', queue, at + ring, 'client');
      agent.sessions[0]!.direction = 'outbound';
      agent.sessions[0]!.segments[0] = seg('dialing', at, at + ring, { queueId: queue });
      const other = part('external', [
        sess('voice', [seg('interact', at + ring, end + 1, { disconnectType: 'peer' })], {
          direction: 'outbound',
          dnis: 'tel:+493055555',
        }),
      ]);
      return conversation(at, done, [agent, other], { originatingDirection: 'outbound' });
    },
    internal(at) {
      day.internal++;
      const end = at + 60_000;
      return conversation(at, end, [
        part('user', [sess('voice', [seg('dialing', at, at + 900), seg('interact', at + 900, end)])], {
          userId: uuid(),
        }),
        part('user', [sess('voice', [seg('alert', at, at + 900), seg('interact', at + 900, end)])], {
          userId: uuid(),
        }),
      ]);
    },
  };

  const names = Object.keys(stories);
  const weights: Record<string, number> = { answered: 10, abandoned: 3, blindTransfer: 2 };
  const deck = names.flatMap((name) => Array.from({ length: weights[name] ?? 1 }, () => name));
  for (let i = 0; i < size; i++) {
    const at = DAY + 7 * HOUR + Math.floor((i / size) * 11 * HOUR) + between(0, 30_000);
    const made = stories[deck[i % deck.length]!]!(at);
    day.conversations.push(made);
    if (random() < 0.15) day.earlier.push(cutAt(made, at + between(1_000, 300_000)));
  }
  for (const agent of agentIds) addAgent(day, agent, between);
  return day;
}

/** What the record said at an earlier moment: nothing that came later, and no end of what had not ended. */
export function cutAt(record: Conversation, now: number): Conversation {
  const begun = (time: unknown) => typeof time === 'string' && Date.parse(time) <= now;
  const { conversationEnd, ...rest } = record;
  return {
    ...rest,
    ...(begun(conversationEnd) ? { conversationEnd } : {}),
    participants: record.participants
      .map((one) => ({
        ...one,
        sessions: one.sessions
          .map((session) => ({
            ...session,
            metrics: ((session.metrics ?? []) as { emitDate: string }[]).filter(({ emitDate }) =>
              begun(emitDate),
            ),
            segments: session.segments
              .filter(({ segmentStart }) => begun(segmentStart))
              .map((segment) => {
                if (begun(segment.segmentEnd)) return segment;
                const { segmentEnd, disconnectType, ...open } = segment;
                return open;
              }),
          }))
          .filter(({ segments }) => segments.length > 0),
      }))
      .filter(({ sessions }) => sessions.length > 0),
  } as Conversation;
}

/** An agent's day: on queue between 7 and 18 with contacts, a break in which one of them goes on, and a lunch. */
function addAgent(day: Day, agent: string, between: (min: number, max: number) => number): void {
  const presence: object[] = [];
  const routing: object[] = [];
  let handlingMs = 0;
  let idleMs = 0;
  let at = DAY + 7 * HOUR + between(0, 600_000);
  const present = (systemPresence: string, from: number, to: number | null) =>
    presence.push({ startTime: iso(from), ...(to === null ? {} : { endTime: iso(to) }), systemPresence });
  const routed = (routingStatus: string, from: number, to: number | null) =>
    routing.push({ startTime: iso(from), ...(to === null ? {} : { endTime: iso(to) }), routingStatus });

  present('AVAILABLE', at, at + 120_000);
  routed('OFF_QUEUE', at, at + 120_000);
  at += 120_000;
  for (const away of ['BREAK', 'MEAL', 'OFFLINE']) {
    const on = at;
    for (let i = 0; i < 20; i++) {
      const idle = between(5_000, 120_000);
      const busy = between(20_000, 400_000);
      routed('IDLE', at, at + idle);
      routed('INTERACTING', at + idle, at + idle + busy);
      at += idle + busy;
      idleMs += idle;
      handlingMs += busy;
    }
    // The break is chosen while the last contact still goes on.
    const chosen = at - 10_000;
    present('ON_QUEUE', on, chosen);
    const back = away === 'OFFLINE' ? null : at + between(600_000, 1_800_000);
    present(away, chosen, back);
    routed('OFF_QUEUE', at, back);
    at = back ?? at;
  }
  day.users.push({ userId: agent, primaryPresence: presence, routingStatus: routing });
  day.agents.set(agent, { handlingMs, idleMs });
}
