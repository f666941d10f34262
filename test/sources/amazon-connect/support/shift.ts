import { agentArn, agentQueueArn, type Fields, idFor, instanceArn, queueArn } from './contact.ts';
import { createRandom, type Random } from './random.ts';

/**
 * Agents' days, written down twice: as the events that Amazon Connect would stream, and as milliseconds of what each
 * agent truly did. Neither knows the product.
 */
export const SHIFT_DAY = Date.UTC(2026, 2, 10);
const MINUTE = 60_000;

/** Custom statuses as centers call them, and what they are. */
const STATUSES: readonly [name: string, meaning: Meaning][] = [
  ['Lunch', 'break'],
  ['Short Break', 'break'],
  ['Mittagspause', 'break'],
  ['Training', 'training'],
  ['Produktschulung', 'training'],
  ['Team Meeting', 'meeting'],
  ['Back office', 'away'],
];

type Meaning = 'break' | 'training' | 'meeting' | 'away';
type Truth = 'handling' | 'idle' | Meaning | 'offline';

interface Contact {
  id: string;
  channel: 'VOICE' | 'CHAT';
  state: string;
  since: number;
  connected: number | null;
}

export interface Shifts {
  events: Fields[];
  /** Milliseconds an agent, by what was done. */
  truth: Map<string, Record<Truth, number>>;
}

export function makeShifts(seed: number, agents = 12): Shifts {
  const random = createRandom(seed);
  const shifts: Shifts = { events: [], truth: new Map() };
  for (let i = 0; i < agents; i++) makeShift(shifts, random, `agent${i + 1}`, i % 3 === 0 ? 3 : 0);
  return shifts;
}

/** @param chats how many chats the agent may have at once; 0: takes calls only */
function makeShift(shifts: Shifts, random: Random, name: string, chats: number): void {
  let now = SHIFT_DAY + random.int(6 * 60, 9 * 60) * MINUTE + random.int(0, 999);
  let status: { Name: string; Type: string; since: number } = {
    Name: 'Offline',
    Type: 'OFFLINE',
    since: now,
  };
  let next: { Name: string; since: number } | null = null;
  let contacts: Contact[] = [];
  let meaning: Truth = 'offline';
  let before: Fields | null = null;
  let countedUntil = now;
  const truth: Record<Truth, number> = {
    handling: 0,
    idle: 0,
    break: 0,
    training: 0,
    meeting: 0,
    away: 0,
    offline: 0,
  };
  shifts.truth.set(name, truth);

  function doing(): Truth {
    if (contacts.some(({ state }) => ['CONNECTED', 'CONNECTED_ONHOLD', 'ENDED'].includes(state)))
      return 'handling';
    if (meaning !== 'idle') return meaning;
    return contacts.some(({ state }) => ['MISSED', 'ERROR'].includes(state)) ? 'away' : 'idle';
  }
  function wait(ms: number): void {
    now += ms;
    truth[doing()] += now - countedUntil;
    countedUntil = now;
  }
  function snapshot(): Fields {
    const used = (channel: string) => contacts.filter((contact) => contact.channel === channel).length;
    const concurrency = [
      { AvailableSlots: Math.max(0, 1 - used('VOICE')), Channel: 'VOICE', MaximumSlots: 1 },
    ];
    if (chats > 0)
      concurrency.push({
        AvailableSlots: Math.max(0, chats - used('CHAT')),
        Channel: 'CHAT',
        MaximumSlots: chats,
      });
    return {
      AgentStatus: {
        ARN: `${instanceArn}/agent-state/${idFor(status.Name)}`,
        Name: status.Name,
        StartTimestamp: new Date(status.since).toISOString(),
        Type: status.Type,
      },
      NextAgentStatus:
        next === null
          ? null
          : {
              ARN: `${instanceArn}/agent-state/${idFor(next.Name)}`,
              EnqueuedTimestamp: new Date(next.since).toISOString(),
              Name: next.Name,
            },
      Configuration: {
        AgentHierarchyGroups: null,
        FirstName: 'Erika',
        LastName: 'Mustermann',
        Proficiencies: [],
        RoutingProfile: {
          ARN: `${instanceArn}/routing-profile/${idFor('profile')}`,
          Concurrency: concurrency,
          DefaultOutboundQueue: { ARN: queueArn('Support'), Channels: ['VOICE'], Name: 'Support' },
          InboundQueues: [
            { ARN: agentQueueArn(name), Channels: ['VOICE', 'CHAT'], Name: null },
            { ARN: queueArn('Support'), Channels: ['VOICE', 'CHAT'], Name: 'Support' },
          ],
          Name: 'Basic Routing Profile',
        },
        Username: name,
      },
      Contacts: contacts.map(({ id, channel, state, since, connected }) => ({
        Channel: channel,
        ConnectedToAgentTimestamp: connected === null ? null : new Date(connected).toISOString(),
        ContactId: id,
        InitialContactId: null,
        InitiationMethod: channel === 'VOICE' ? 'INBOUND' : 'API',
        Queue: { ARN: queueArn('Support'), Name: 'Support' },
        QueueTimestamp: new Date(since).toISOString(),
        State: state,
        StateStartTimestamp: new Date(since).toISOString(),
      })),
    };
  }
  function tell(type: string, current: Fields = snapshot()): void {
    shifts.events.push({
      AWSAccountId: '111122223333',
      AgentARN: agentArn(name),
      CurrentAgentSnapshot: current,
      EventId: random.uuid(),
      EventTimestamp: new Date(now).toISOString(),
      EventType: type,
      InstanceARN: instanceArn,
      PreviousAgentSnapshot: type === 'LOGIN' || type === 'LOGOUT' ? null : before,
      Version: '2017-10-01',
    });
    before = current;
  }
  function set(status_: { Name: string; Type: string }, means: Truth): void {
    status = { ...status_, since: now };
    meaning = means;
    next = null;
    tell('STATE_CHANGE');
  }
  const available = () => set({ Name: 'Available', Type: 'ROUTABLE' }, 'idle');
  function change(contact: Contact, state: string): void {
    contact.state = state;
    contact.since = now;
    if (state === 'CONNECTED') contact.connected ??= now;
    tell('STATE_CHANGE');
  }
  function ring(channel: Contact['channel']): Contact {
    const contact: Contact = { id: random.uuid(), channel, state: 'CONNECTING', since: now, connected: null };
    contacts.push(contact);
    tell('STATE_CHANGE');
    return contact;
  }
  function clear(contact: Contact): void {
    contacts = contacts.filter((one) => one !== contact);
    tell('STATE_CHANGE');
  }
  const short = () => random.int(500, 90_000);

  function call(): void {
    const contact = ring('VOICE');
    wait(random.int(1_000, 20_000));
    if (random.chance(0.1)) {
      change(contact, random.of(['MISSED', 'ERROR']));
      wait(short());
      clear(contact);
      return;
    }
    change(contact, 'CONNECTED');
    wait(random.int(5_000, 400_000));
    if (random.chance(0.3)) {
      change(contact, 'CONNECTED_ONHOLD');
      wait(short());
      change(contact, 'CONNECTED');
      wait(short());
    }
    const isLast = random.chance(0.2);
    const [Name, means] = random.of(STATUSES);
    if (isLast) {
      // Nothing more is routed to the agent, who finishes this one first.
      next = { Name, since: now };
      tell('STATE_CHANGE');
      wait(short());
    }
    change(contact, 'ENDED');
    wait(short());
    contacts = [];
    if (!isLast) {
      tell('STATE_CHANGE');
      return;
    }
    set({ Name, Type: 'CUSTOM' }, means);
    wait(random.int(1, 40) * MINUTE);
    available();
  }
  function severalChats(): void {
    const open: Contact[] = [];
    for (let i = random.int(1, chats); i > 0; i--) {
      const contact = ring('CHAT');
      wait(random.int(1_000, 20_000));
      change(contact, 'CONNECTED');
      open.push(contact);
      wait(short());
    }
    for (const contact of random.shuffled(open)) {
      change(contact, 'ENDED');
      wait(short());
      clear(contact);
      wait(random.int(0, 60_000));
    }
  }

  tell('LOGIN');
  wait(random.int(100, 60_000));
  available();
  for (let i = random.int(30, 60); i > 0; i--) {
    wait(random.int(1_000, 300_000));
    if (random.chance(0.1)) tell('HEART_BEAT');
    if (random.chance(0.05)) tell('STATE_CHANGE'); // something of the configuration changed
    if (random.chance(0.08)) {
      const [Name, means] = random.of(STATUSES);
      set({ Name, Type: 'CUSTOM' }, means);
      wait(random.int(1, 40) * MINUTE);
      if (random.chance(0.3)) {
        // Calls out of a custom status: at work all the same.
        const contact = ring('VOICE');
        wait(5_000);
        change(contact, 'CONNECTED');
        wait(short());
        change(contact, 'ENDED');
        wait(short());
        clear(contact);
      }
      available();
    } else if (chats > 0 && random.chance(0.7)) severalChats();
    else call();
  }
  const stale = snapshot();
  wait(short());
  meaning = 'offline';
  status = { Name: 'Offline', Type: 'OFFLINE', since: now };
  tell('LOGOUT');
  // Beats go on for up to an hour, with whatever was last known.
  for (let i = 0; i < 30; i++) {
    wait(120_000);
    tell('HEART_BEAT', i % 2 === 0 ? stale : snapshot());
  }
}
