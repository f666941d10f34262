import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentStateChanged } from '../../../schemas/types.ts';
import { casesOf } from '../../support/in-full.ts';
import { type Fields, instanceArn } from './support/contact.ts';
import { eventsOf, figuresOf, read, readAll } from './support/figures.ts';
import { createRandom } from './support/random.ts';
import { makeShifts, SHIFT_DAY, type Shifts } from './support/shift.ts';

const TIMES = [
  'occupancy',
  'utilisation',
  'logged_in_time',
  'break_time',
  'training_time',
  'meeting_time',
  'away_time',
] as const;
const SPAN = { from: SHIFT_DAY, to: SHIFT_DAY + 2 * 86_400_000 };

function truthOf(rows: Iterable<Record<string, number>>) {
  const sum = (...names: string[]) =>
    [...rows].reduce((total, row) => total + names.reduce((part, name) => part + row[name]!, 0), 0);
  const loggedIn = sum('handling', 'idle', 'break', 'training', 'meeting', 'away');
  return {
    occupancy: sum('handling') / sum('handling', 'idle'),
    utilisation: sum('handling') / loggedIn,
    logged_in_time: loggedIn,
    break_time: sum('break'),
    training_time: sum('training'),
    meeting_time: sum('meeting'),
    away_time: sum('away'),
  };
}

function expectTruth(texts: readonly string[], { truth }: Shifts): void {
  const events = eventsOf(readAll(texts));
  expect(figuresOf(events, TIMES, SPAN)).toEqual({ '': truthOf([...truth.values()]) });
  const byAgent = figuresOf(events, TIMES, { ...SPAN, by: 'agent' });
  for (const [agent, row] of truth) expect(byAgent[agent], agent).toEqual(truthOf([row]));
}

describe("agents' made-up days of 1,000 and more events, with what they did reckoned apart", () => {
  const shifts = makeShifts(5);
  const texts = shifts.events.map((event) => JSON.stringify(event));

  it('gives the same occupancy and times to the last digit', () => {
    expect(texts.length).toBeGreaterThan(1_000);
    expectTruth(texts, shifts);
  });

  it('gives the same shuffled and doubled, and of any other day', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = createRandom(seed);
        const other = makeShifts(seed, 4);
        const all = other.events.map((event) => JSON.stringify(event));
        expectTruth(random.shuffled([...all, ...all.filter(() => random.chance(0.3))]), other);
      }),
      { numRuns: casesOf(15) },
    );
  });
});

const status = (Name: string, Type: string | null = 'CUSTOM') => ({
  ARN: 'arn',
  Name,
  StartTimestamp: null,
  Type,
});
const contact = (State: string, Channel = 'VOICE') => ({ ContactId: 'c', Channel, State });
const slots = (AvailableSlots: number, MaximumSlots: number, Channel: string) => ({
  AvailableSlots,
  MaximumSlots,
  Channel,
});

function event(snapshot: Fields | null, fields: Fields = {}): Fields {
  return {
    AWSAccountId: '111122223333',
    AgentARN: `${instanceArn}/agent/0a1b2c3d-2222-4222-8333-444455556666`,
    CurrentAgentSnapshot: snapshot && {
      Configuration: { Username: 'jane', FirstName: 'Jane', LastName: 'Doe', RoutingProfile: null },
      Contacts: [],
      NextAgentStatus: null,
      ...snapshot,
    },
    EventId: '477f2c4f-cd1a-4785-b1a8-97023dc1229d',
    EventTimestamp: '2026-03-10T09:00:00.123Z',
    EventType: 'STATE_CHANGE',
    PreviousAgentSnapshot: null,
    Version: '2017-10-01',
    ...fields,
  };
}

/** State, slots and busy slots of an agent by a snapshot. */
function doing(snapshot: Fields | null, fields: Fields = {}): (string | number | null)[] {
  const [one] = eventsOf([read(event(snapshot, fields))]);
  const { state, slots: all, slots_busy } = one!.value.event as AgentStateChanged;
  return [state, all, slots_busy];
}
const AVAILABLE = status('Available', 'ROUTABLE');
const concurrency = (...Concurrency: Fields[]) => ({
  Configuration: { Username: 'jane', RoutingProfile: { Concurrency, InboundQueues: [] } },
});

describe('what an agent does', () => {
  it.each([
    ['Available', 'ROUTABLE', 'available'],
    ['Verfügbar', 'ROUTABLE', 'available'],
    ['Offline', 'OFFLINE', 'offline'],
    ['Available', null, 'available'],
    ['Offline', null, 'offline'],
    ['Lunch', 'CUSTOM', 'break'],
    ['Lunch', null, 'break'],
    ['Coffee break', 'CUSTOM', 'break'],
    ['Mittagspause', 'CUSTOM', 'break'],
    ['Descanso', 'CUSTOM', 'break'],
    ['休憩', 'CUSTOM', 'break'],
    ['1:1', 'CUSTOM', 'meeting'],
    ['Training meeting', 'CUSTOM', 'meeting'],
    ['Coaching', 'CUSTOM', 'training'],
    ['E-Learning', 'CUSTOM', 'training'],
    ['ACW', 'CUSTOM', 'wrap_up'],
    ['Back office', 'CUSTOM', 'away'],
    ['Error', 'CUSTOM', 'away'],
    ['', null, 'away'],
  ])('is in status %s (%s) %s', (name, type, state) => {
    expect(doing({ AgentStatus: status(name, type) })[0]).toBe(state);
  });

  it.each([
    ['CONNECTING', 'available', 0],
    ['INCOMING', 'available', 0],
    ['PENDING', 'available', 0],
    ['CONNECTED', 'busy', 1],
    ['CONNECTED_ONHOLD', 'busy', 1],
    ['PAUSED', 'busy', 1],
    ['ENDED', 'wrap_up', 1],
    ['MISSED', 'away', 0],
    ['REJECTED', 'away', 0],
    ['ERROR', 'away', 0],
    ['A_NEW_STATE', 'available', 0],
  ])('while a call is %s is %s', (state, expected, busy) => {
    expect(doing({ AgentStatus: AVAILABLE, Contacts: [contact(state)] })).toEqual([expected, null, busy]);
  });

  it('is handling while there is a contact, whatever status was set', () => {
    expect(doing({ AgentStatus: status('Training'), Contacts: [contact('CONNECTED')] })[0]).toBe('busy');
    expect(doing({ AgentStatus: status('Offline', 'OFFLINE'), Contacts: [contact('ENDED')] })[0]).toBe(
      'wrap_up',
    );
    expect(doing({ AgentStatus: status('Training'), Contacts: [contact('MISSED')] })[0]).toBe('training');
  });

  it('is available with a chat and a free slot for another, and busy without one, on a call, or with a next status', () => {
    const chat = [contact('CONNECTED', 'CHAT')];
    const free = concurrency(slots(2, 3, 'CHAT'), slots(1, 1, 'VOICE'));
    const full = concurrency(slots(0, 1, 'CHAT'), slots(1, 1, 'VOICE'));
    expect(doing({ AgentStatus: AVAILABLE, Contacts: chat, ...free })).toEqual(['available', 4, 1]);
    expect(doing({ AgentStatus: AVAILABLE, Contacts: chat, ...full })).toEqual(['busy', 2, 1]);
    expect(doing({ AgentStatus: AVAILABLE, Contacts: [...chat, contact('CONNECTED')], ...free })).toEqual([
      'busy',
      4,
      2,
    ]);
    const next = {
      NextAgentStatus: { ARN: 'arn', Name: 'Lunch', EnqueuedTimestamp: '2026-03-10T08:59:00.000Z' },
    };
    expect(doing({ AgentStatus: AVAILABLE, Contacts: chat, ...free, ...next })).toEqual(['busy', 4, 1]);
  });

  it('has a slot for another task, though contacts say TASKS where slots say TASK', () => {
    const free = concurrency(slots(9, 10, 'TASK'));
    const task = [contact('CONNECTED', 'TASKS')];
    expect(doing({ AgentStatus: AVAILABLE, Contacts: task, ...free })).toEqual(['available', 10, 1]);
  });

  it('is what comes next, once nothing is left to finish: nothing more is routed', () => {
    const next = { NextAgentStatus: { Name: 'Lunch' } };
    expect(doing({ AgentStatus: AVAILABLE, ...next })[0]).toBe('break');
    expect(doing({ AgentStatus: status('Training'), ...next })[0]).toBe('training');
  });

  it('is offline after a logout, whatever the snapshot says, and without one', () => {
    expect(doing({ AgentStatus: AVAILABLE, Contacts: [contact('ENDED')] }, { EventType: 'LOGOUT' })).toEqual([
      'offline',
      null,
      0,
    ]);
    expect(doing(null, { EventType: 'LOGOUT' })).toEqual(['offline', null, 0]);
  });

  it('is not told by heart beats, which go on up to an hour after a logoff', () => {
    expect(read(event({ AgentStatus: AVAILABLE }, { EventType: 'HEART_BEAT' }))).toEqual({
      ignored: 'heart_beat',
    });
  });

  it('is not told by a change of which nothing is known', () => {
    expect(read(event(null))).toEqual({ ignored: 'no_snapshot' });
    expect(doing({ AgentStatus: null, Configuration: null, Contacts: null })[0]).toBe('away');
  });

  it('is told without what is null in a list', () => {
    const RoutingProfile = { Concurrency: [null], InboundQueues: [null] };
    const Configuration = { Username: 'jane', RoutingProfile };
    expect(doing({ AgentStatus: AVAILABLE, Configuration, Contacts: [null] })[0]).toBe('available');
  });
});

describe('who an agent is', () => {
  const agentOf = (fields: Fields) => (eventsOf([read(fields)])[0]!.value as { agent_id: string }).agent_id;

  it('is the user name, as in contact records, and the id of the ARN where none is told', () => {
    expect(agentOf(event({ AgentStatus: AVAILABLE }))).toBe('jane');
    const before = { Configuration: { Username: 'jane' } };
    expect(agentOf(event(null, { EventType: 'LOGOUT', PreviousAgentSnapshot: before }))).toBe('jane');
    expect(agentOf(event(null, { EventType: 'LOGOUT' }))).toBe('0a1b2c3d-2222-4222-8333-444455556666');
  });

  it('says which queues are served, as far as an event has room, and without the agent’s own', () => {
    const InboundQueues = [
      { ARN: `${instanceArn}/queue/agent/1`, Name: null, Channels: ['VOICE'] },
      ...Array.from({ length: 100 }, (_, i) => ({ ARN: 'arn', Name: `queue ${i}`, Channels: ['CHAT'] })),
    ];
    const Configuration = { Username: 'jane', RoutingProfile: { Concurrency: null, InboundQueues } };
    const [one] = eventsOf([read(event({ AgentStatus: AVAILABLE, Configuration }))]);
    const { queues } = one!.value.event as AgentStateChanged;
    expect([queues.length, queues[0]]).toEqual([64, 'queue 0']);
  });
});
