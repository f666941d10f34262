import { describe, expect, it } from 'vitest';
import type { AgentEvent, AgentStateChanged } from '../../../schemas/types.ts';
import { stateOf } from '../../../services/sources/genesys/agents.ts';
import { readRecords } from './support/figures.ts';
import { iso } from './support/records.ts';

const AT = Date.UTC(2026, 2, 3, 9);
const M = 60_000;

function states(...records: object[]) {
  const { events, faults } = readRecords(records.map((record) => JSON.stringify(record)));
  expect(faults).toEqual([]);
  return events.map(({ value }) => {
    if (!('agent_id' in value) || value.event.type !== 'state_changed') throw new Error('no state');
    return [value.agent_id, (value.occurred_at - AT) / M, value.event.state];
  });
}

describe('the state of an agent', () => {
  it.each([
    ['ON_QUEUE', 'IDLE', 'available'],
    ['ON_QUEUE', 'INTERACTING', 'busy'],
    ['ON_QUEUE', 'COMMUNICATING', 'busy'],
    ['ON_QUEUE', 'NOT_RESPONDING', 'away'],
    ['ON_QUEUE', 'OFF_QUEUE', 'away'],
    ['AVAILABLE', 'OFF_QUEUE', 'away'],
    ['AVAILABLE', 'COMMUNICATING', 'away'],
    ['BUSY', 'OFF_QUEUE', 'away'],
    ['AWAY', 'OFF_QUEUE', 'away'],
    ['IDLE', 'OFF_QUEUE', 'away'],
    ['BREAK', 'OFF_QUEUE', 'break'],
    ['BREAK', 'INTERACTING', 'busy'],
    ['MEAL', 'OFF_QUEUE', 'break'],
    ['TRAINING', 'OFF_QUEUE', 'training'],
    ['MEETING', 'OFF_QUEUE', 'meeting'],
    ['OFFLINE', 'OFF_QUEUE', 'offline'],
    ['A_NEW_ONE', 'OFF_QUEUE', 'away'],
    ['ON_QUEUE', null, 'available'],
    [null, 'IDLE', 'available'],
    [null, null, 'away'],
    ['On Queue', 'Idle', 'available'],
  ])('of presence %s and routing status %s is %s', (presence, routing, state) => {
    expect(stateOf({ system: presence }, routing)).toBe(state);
  });
});

describe("a user's details", () => {
  const details = {
    userId: 'u1',
    primaryPresence: [
      {
        startTime: iso(AT),
        endTime: iso(AT + 10 * M),
        systemPresence: 'AVAILABLE',
        organizationPresenceId: 'x',
      },
      { startTime: iso(AT + 10 * M), endTime: iso(AT + 40 * M), systemPresence: 'ON_QUEUE' },
      { startTime: iso(AT + 40 * M), systemPresence: 'BREAK' },
    ],
    routingStatus: [
      { startTime: iso(AT), endTime: iso(AT + 10 * M), routingStatus: 'OFF_QUEUE' },
      { startTime: iso(AT + 10 * M), endTime: iso(AT + 20 * M), routingStatus: 'IDLE' },
      { startTime: iso(AT + 20 * M), endTime: iso(AT + 45 * M), routingStatus: 'INTERACTING' },
      { startTime: iso(AT + 45 * M), routingStatus: 'OFF_QUEUE' },
    ],
  };

  it('are the states that presence and routing status come to, each since when it is so', () => {
    expect(states(details)).toEqual([
      ['u1', 0, 'away'],
      ['u1', 10, 'available'],
      ['u1', 20, 'busy'],
      ['u1', 40, 'busy'],
      ['u1', 45, 'break'],
    ]);
  });

  it('have the ids of the activity that was told live', () => {
    const activity = (status: string, since: number, presence: string, changed: number) => ({
      topicName: 'v2.users.u1.activity',
      eventBody: {
        id: 'u1',
        routingStatus: { status, startTime: iso(AT + since * M) },
        presence: {
          presenceDefinition: { id: 'x', systemPresence: presence },
          modifiedDate: iso(AT + changed * M),
        },
        outOfOffice: { active: false },
        activeQueueIds: ['q1', 'q2'],
        dateActiveQueuesChanged: iso(AT),
      },
    });
    const live = [
      activity('IDLE', 10, 'ON_QUEUE', 10),
      activity('INTERACTING', 20, 'ON_QUEUE', 10),
      activity('INTERACTING', 20, 'BREAK', 40),
      activity('OFF_QUEUE', 45, 'BREAK', 40),
    ];
    expect(states(...live)).toEqual(states(details).slice(1));
    const ids = (records: object[]) =>
      readRecords(records.map((record) => JSON.stringify(record))).events.map(({ value }) => value.event_id);
    expect(ids(live)).toEqual(ids([details]).slice(1));
  });

  it('tell that the queues alone have changed, since when they have', () => {
    const activity = (activeQueueIds: string[], changed: unknown) =>
      JSON.stringify({
        topicName: 'v2.users.u1.activity',
        eventBody: {
          id: 'u1',
          routingStatus: { status: 'IDLE', startTime: iso(AT + 10 * M) },
          presence: {
            presenceDefinition: { systemPresence: 'ON_QUEUE' },
            modifiedDate: iso(AT + 10 * M),
          },
          activeQueueIds,
          dateActiveQueuesChanged: changed,
        },
      });
    const told = [
      activity(['q1'], iso(AT)),
      activity(['q1', 'q2'], iso(AT + 15 * M)),
      activity([], 'lately'),
    ];
    const first = new Map<string, unknown>();
    for (const { value } of readRecords(told).events) {
      const { state, queues } = (value as AgentEvent).event as AgentStateChanged;
      if (!first.has(value.event_id)) first.set(value.event_id, [value.occurred_at - AT, state, queues]);
    }
    expect([...first.values()]).toEqual([
      [10 * M, 'available', ['q1']],
      [15 * M, 'available', ['q1', 'q2']],
    ]);
  });

  it('are read without what lacks its time, or is null', () => {
    const more = {
      ...details,
      primaryPresence: [...details.primaryPresence, { systemPresence: 'MEAL' }, null],
      routingStatus: [...details.routingStatus, { startTime: null, routingStatus: 'IDLE' }, null],
    };
    expect(states(more)).toEqual(states(details));
  });

  it('of one who did nothing say nothing', () => {
    const { ignored } = readRecords([JSON.stringify({ userId: 'u1' })]);
    expect(ignored).toEqual(['no_state']);
  });
});
