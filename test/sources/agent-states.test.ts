import { describe, expect, it } from 'vitest';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import { type OwnStates, ownStates, stateByWords } from '../../services/sources/agent-states.ts';
import { createCustomerIds } from '../../services/sources/customers.ts';
import { sourceOf } from '../../services/sources/index.ts';
import { readRecord } from '../../services/sources/read-record.ts';
import type { System } from '../../services/sources/source.ts';
import { asForm, workerEvent } from './twilio/support/records.ts';

const AT = Date.UTC(2026, 2, 10, 9);
const iso = new Date(AT).toISOString();

/** A record of each system that says that an agent is now in a state of that name. */
const RECORDS: Record<System, (name: string) => string[]> = {
  asterisk: (name) => [
    `${AT / 1000}|NONE|sales|Anna|ADDMEMBER|`,
    `${AT / 1000 + 1}|NONE|NONE|Anna|PAUSEALL|${name}`,
  ],
  'amazon-connect': (name) => [
    JSON.stringify({
      AgentARN: 'arn:aws:connect:eu-central-1:111122223333:instance/i/agent/a',
      EventId: 'e',
      EventTimestamp: iso,
      EventType: 'STATE_CHANGE',
      CurrentAgentSnapshot: {
        AgentStatus: { Name: name, StartTimestamp: iso, Type: 'CUSTOM' },
        Configuration: { Username: 'anna' },
        Contacts: [],
      },
    }),
  ],
  genesys: (id) => [
    JSON.stringify({
      topicName: 'v2.users.u1.activity',
      eventBody: {
        id: 'u1',
        routingStatus: { status: 'OFF_QUEUE', startTime: iso },
        presence: { presenceDefinition: { id, systemPresence: 'BUSY' }, modifiedDate: iso },
      },
    }),
  ],
  twilio: (WorkerActivityName) => [asForm(workerEvent('worker.activity.update', 0, { WorkerActivityName }))],
};

async function stateIn(system: System, name: string, states: OwnStates): Promise<string | undefined> {
  const customers = createCustomerIds('a secret of the test');
  const reader = (await sourceOf(system)).createReader({ customers, states });
  const events = RECORDS[system](name).flatMap((text, i): OutgoingEvent[] => {
    const reading = readRecord(reader, { line: i + 1, text });
    return 'events' in reading ? reading.events : [];
  });
  const event = events.at(-1)?.value.event;
  return event?.type === 'state_changed' ? event.state : undefined;
}

const center = (text: string) => parseContactCenter(text, 'center.yaml');

describe.each(Object.keys(RECORDS) as System[])('agents of %s', (system) => {
  it('are in the state that the center says of a name, however it is written', async () => {
    const states = ownStates(() => center('agentStates: { "Coaching 1:1": training, Quality: busy }'));
    expect(await stateIn(system, 'Coaching 1:1', states)).toBe('training');
    expect(await stateIn(system, ' coaching 1:1', states)).toBe('training');
    expect(await stateIn(system, 'QUALITY', states)).toBe('busy');
  });

  it('are in that of the words in it where the center says nothing', async () => {
    const states = ownStates(() => center('agentStates: { Quality: busy }'));
    // Presences of Genesys have ids, and their words are those of the system.
    const isGenesys = system === 'genesys';
    expect(await stateIn(system, 'Team meeting', states)).toBe(isGenesys ? 'away' : 'meeting');
    expect(await stateIn(system, 'constructor', states)).toBe(system === 'asterisk' ? 'break' : 'away');
  });

  it('follow a configuration that changes', async () => {
    let text = 'agentStates: { Quality: busy }';
    const states = ownStates(() => center(text));
    expect(await stateIn(system, 'Quality', states)).toBe('busy');
    text = 'agentStates: { Quality: meeting }';
    expect(await stateIn(system, 'Quality', states)).toBe('meeting');
  });
});

it.each([
  ['Lunch', 'break'],
  ['Mittagspause', 'break'],
  ['Almuerzo', 'break'],
  ['Pausa', 'break'],
  ['PAUSA 15 MIN', 'break'],
  ['Pauze', 'break'],
  ['Baño', 'break'],
  ['Banheiro', 'break'],
  ['Обед', 'break'],
  ['Riunione', 'meeting'],
  ['Formazione', 'training'],
  ['Pós-atendimento', 'wrap_up'],
  ['Post gestión', 'wrap_up'],
  ['Победа', null],
  ['Urbano', null],
  ['Wrap Up', 'wrap_up'],
  ['ACW_chat', 'wrap_up'],
  ['DISPO', 'wrap_up'],
  ['Team meeting on training', 'meeting'],
  ['Onboarding', 'training'],
  ['Disponible', null],
  ['Backoffice', null],
  ['', null],
])('the words in %j say %s', (name, state) => {
  expect(stateByWords(name)).toBe(state);
});
