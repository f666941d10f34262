import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../../schemas/types.ts';
import { contradictionsOf } from '../../../services/domain/measure/contradictions.ts';
import { factsOf, timelinesOf } from '../support/stored.ts';
import {
  agentPart,
  agentQueueArn,
  contactRecord,
  type Fields,
  instanceArn,
  queuePart,
} from './support/contact.ts';
import { eventsOf, read, readAll } from './support/figures.ts';

const DATE = '2024-08-02T';
const at = (time: string) => Date.parse(`${DATE}${time}Z`);
const iso = (time: string) => `${DATE}${time}Z`;

/** A call from 17:20:00, queued at 17:20:10, connected at 17:20:32, after-contact work from 17:28:12 to 17:29:00. */
function call(fields: Fields = {}, agent: Fields | null = {}, queue: Fields | null = {}): Fields {
  return contactRecord({
    ContactId: '497f04ca-6de1-408f-9b8a-ec57bcc99b31',
    InitiationTimestamp: iso('17:20:00'),
    ConnectedToSystemTimestamp: iso('17:20:00'),
    DisconnectTimestamp: iso('17:28:12'),
    DisconnectReason: 'CUSTOMER_DISCONNECT',
    LastUpdateTimestamp: iso('17:30:00'),
    Queue:
      queue &&
      queuePart('Billing', {
        EnqueueTimestamp: iso('17:20:10'),
        DequeueTimestamp: iso('17:20:32'),
        Duration: 22,
        ...queue,
      }),
    Agent:
      agent &&
      agentPart('jane', {
        ConnectedToAgentTimestamp: iso('17:20:32'),
        AgentInteractionDuration: 239,
        CustomerHoldDuration: 221,
        AfterContactWorkStartTimestamp: iso('17:28:12'),
        AfterContactWorkEndTimestamp: iso('17:29:00'),
        AfterContactWorkDuration: 48,
        ...agent,
      }),
    ...fields,
  });
}
/** A contact that no agent had, in the queue from 17:20:10 to 17:21:00. */
const lost = (fields: Fields = {}) =>
  call({ DisconnectTimestamp: iso('17:21:00'), ...fields }, null, { DequeueTimestamp: iso('17:21:00') });

const events = (...records: Fields[]) => eventsOf(records.map(read));
const values = (...records: Fields[]) => events(...records).map(({ value }) => value as ChatEvent);
const types = (...records: Fields[]) => values(...records).map(({ event }) => event.type);
const facts = (name: string, ...records: Fields[]) =>
  factsOf(events(...records)).filter(({ fact }) => fact === name);

/** How stays in queues ended: queue, state and seconds. */
const stays = (...records: Fields[]) =>
  facts('queue_spell', ...records).map(({ queue, state, value_ms }) => [queue, state, value_ms / 1_000]);
/** Work of agents: who, and seconds of talk, hold and after-contact work. */
const works = (...records: Fields[]) =>
  facts('handle_spell', ...records).map(({ agent, state, value_ms, hold_ms, wrap_ms }) => [
    agent,
    ...[value_ms - hold_ms - wrap_ms, hold_ms, wrap_ms].map((ms) => ms / 1_000),
    ...(state === 'done' ? [] : [state]),
  ]);

describe('a contact that comes several times', () => {
  const older = call(
    { Attributes: { a: '1' }, LastUpdateTimestamp: iso('17:29:30') },
    { AfterContactWorkEndTimestamp: null, AfterContactWorkDuration: 0 },
  );
  const newer = call({ Attributes: { a: '2' }, LastUpdateTimestamp: '2024-08-06T09:00:00Z' });

  it('counts once, by its latest word, whichever comes first', () => {
    expect(works(older)).toEqual([['jane', 239, 221, 0]]);
    for (const records of [
      [older, newer],
      [newer, older],
      [newer, older, newer, older],
    ]) {
      expect(works(...records)).toEqual([['jane', 239, 221, 48]]);
      expect(stays(...records)).toEqual([['Billing', 'answered', 22]]);
    }
  });

  it('gives the same ids each time that the same word comes, and others with another', () => {
    const ids = (record: Fields) => values(record).map(({ event_id }) => event_id);
    expect(ids(newer)).toEqual(ids({ ...newer, Attributes: { a: '3' } }));
    expect(ids(newer).filter((id) => ids(older).includes(id))).toEqual([]);
    expect(new Set(ids(newer)).size).toBe(ids(newer).length);
    expect(values(newer)[0]!.record).toEqual({
      id: newer.ContactId,
      version: Date.parse('2024-08-06T09:00:00Z'),
    });
  });

  it('is taken back where a later word knows better', () => {
    const answered = call();
    const after = lost({ LastUpdateTimestamp: '2024-08-06T09:00:00Z' });
    expect(stays(answered, after)).toEqual([['Billing', 'abandoned', 50]]);
    expect(works(answered, after)).toEqual([]);
  });
});

describe('the time of a contact', () => {
  it('is talk without hold, hold, and after-contact work: 460 s connected = 239 talk + 221 hold', () => {
    expect(works(call())).toEqual([['jane', 239, 221, 48]]);
  });

  it('is handled until after-contact work, though the customer was given to an outside number and left long after', () => {
    const outside = {
      DisconnectTimestamp: iso('18:15:00'),
      DisconnectReason: 'THIRD_PARTY_DISCONNECT',
      TransferCompletedTimestamp: iso('17:28:12'),
      TransferredToEndpoint: { Address: '+4940555000', Type: 'TELEPHONE_NUMBER' },
    };
    expect(works(call(outside))).toEqual([['jane', 239, 221, 48]]);
    expect(types(call(outside)).slice(-3)).toEqual(['transferred', 'ended', 'wrapped_up']);
    expect(facts('conversation', call(outside))).toMatchObject([{ ended_at: at('18:15:00') }]);
    expect(JSON.stringify(events(call(outside)))).not.toContain('40555000');
  });

  it('before the queue is the menu, and not waiting', () => {
    expect(stays(call())).toEqual([['Billing', 'answered', 22]]);
    expect(values(call())[0]).toMatchObject({
      occurred_at: at('17:20:00'),
      queue: null,
      event: { type: 'started' },
    });
  });

  it('ends with the contact where no after-contact work is told, or with the durations where it was given on', () => {
    const none = {
      AfterContactWorkStartTimestamp: null,
      AfterContactWorkEndTimestamp: null,
      AfterContactWorkDuration: null,
    };
    expect(works(call({}, none))).toEqual([['jane', 239, 221, 0]]);
    const given = { DisconnectTimestamp: iso('18:15:00'), TransferCompletedTimestamp: iso('17:28:12') };
    expect(works(call(given, none))).toEqual([['jane', 239, 221, 0]]);
  });

  it('takes the duration of after-contact work where its end is not told', () => {
    expect(works(call({}, { AfterContactWorkEndTimestamp: null }))).toEqual([['jane', 239, 221, 48]]);
    expect(works(call({}, { AfterContactWorkEndTimestamp: null, AfterContactWorkDuration: null }))).toEqual([
      ['jane', 239, 221, 0],
    ]);
  });

  it('is never negative, and no hold is longer than the call', () => {
    expect(
      works(
        call(
          {},
          { AfterContactWorkStartTimestamp: iso('17:00:00'), AfterContactWorkEndTimestamp: iso('16:00:00') },
        ),
      ),
    ).toEqual([['jane', 0, 0, 0]]);
    expect(works(call({}, { CustomerHoldDuration: 9_999 }))).toEqual([['jane', 0, 460, 48]]);
  });

  it('counts the pause of a task as hold: the handle time of Connect has it in', () => {
    const task = {
      Channel: 'TASK',
      InitiationMethod: 'API',
      CustomerEndpoint: null,
      DisconnectReason: 'AGENT_COMPLETED',
    };
    const paused = { AgentInteractionDuration: 0, CustomerHoldDuration: 0, AgentPauseDuration: 100 };
    expect(works(call(task, paused))).toEqual([['jane', 360, 100, 48]]);
  });
});

describe('a chain of contacts', () => {
  const second = '6aa058d3-e771-4544-8e93-f5ce9c9003b3';
  const first = String(call().ContactId);
  const next = (fields: Fields = {}, agent: Fields = {}) =>
    call(
      {
        ContactId: second,
        InitialContactId: first,
        PreviousContactId: first,
        InitiationMethod: 'TRANSFER',
        InitiationTimestamp: iso('17:27:40'),
        DisconnectTimestamp: iso('17:40:00'),
        ...fields,
      },
      {
        Username: 'john',
        ConnectedToAgentTimestamp: iso('17:28:00'),
        AgentInteractionDuration: 720,
        CustomerHoldDuration: 0,
        AfterContactWorkStartTimestamp: iso('17:40:00'),
        AfterContactWorkEndTimestamp: iso('17:40:30'),
        ...agent,
      },
      { Name: 'Support', EnqueueTimestamp: iso('17:27:50'), DequeueTimestamp: iso('17:28:00') },
    );

  it('has a stay and a piece of work for each contact, also where the first agent stays until the second is there', () => {
    const given = call({ NextContactId: second, DisconnectTimestamp: iso('17:40:00') });
    for (const records of [
      [given, next()],
      [next(), given],
    ]) {
      expect(stays(...records).sort()).toEqual([
        ['Billing', 'answered', 22],
        ['Support', 'answered', 10],
      ]);
      expect(works(...records).sort()).toEqual([
        ['jane', 239, 221, 48],
        ['john', 720, 0, 30],
      ]);
    }
  });

  it('is a conversation for each contact, of one customer: a later record does not say when the first began', () => {
    const [one, other] = [values(call())[0]!, values(next())[0]!];
    expect(one.conversation_id).not.toBe(other.conversation_id);
    expect(other.opened_at).toBe(at('17:27:40'));
    expect(one.customer).toEqual(other.customer);
  });

  it('was solved by who had it last, and given on by the others', () => {
    const given = call({
      NextContactId: second,
      DisconnectTimestamp: iso('17:28:12'),
      TransferCompletedTimestamp: iso('17:28:12'),
    });
    expect(facts('transfer', given, next())).toMatchObject([{ agent: 'jane', queue: 'Billing' }]);
    expect(facts('first_resolution', given, next())).toMatchObject([{ agent: 'john' }]);
  });

  it('is not given on where a colleague was only asked, or a flow ran after the end', () => {
    expect(facts('transfer', call({ NextContactId: second }))).toEqual([]);
    expect(facts('first_resolution', call({ NextContactId: second }))).toHaveLength(1);
  });

  it('was not solved by a colleague who was only asked, though that is work', () => {
    const asked = next({}, { AgentInteractionDuration: 0, CustomerHoldDuration: 0 });
    expect(facts('first_resolution', asked)).toEqual([]);
    expect(works(asked)).toEqual([['john', 720, 0, 30]]);
  });

  it('flows out of a queue to another, or to a callback, and is not abandoned', () => {
    for (const DisconnectReason of [null, 'CONTACT_FLOW_DISCONNECT', 'CUSTOMER_DISCONNECT'])
      expect(stays(lost({ NextContactId: second, DisconnectReason }))).toEqual([
        ['Billing', 'transferred', 50],
      ]);
  });

  it('waits, in a colleague’s own queue, in one that all such queues are', () => {
    const own = { ...(next().Queue as Fields), Name: null, ARN: agentQueueArn('john') };
    expect(stays({ ...next(), Queue: own })).toEqual([['agent queue', 'answered', 10]]);
  });
});

describe('a contact that no agent had', () => {
  it.each([
    ['VOICE', 'CUSTOMER_DISCONNECT', 'abandoned'],
    ['VOICE', null, 'abandoned'],
    ['VOICE', 'TELECOM_PROBLEM', 'abandoned'],
    ['VOICE', 'TELECOM_ORIGINATOR_CANCEL', 'abandoned'],
    ['VOICE', 'TELECOM_BUSY', 'ended'],
    ['VOICE', 'TELECOM_UNANSWERED', 'ended'],
    ['VOICE', 'OUTBOUND_ATTEMPT_FAILED', 'ended'],
    // As it is spelt by Connect.
    ['VOICE', 'OUTBUND_PREVIEW_DISCARDED', 'ended'],
    ['VOICE', 'OTHER', 'ended'],
    ['VOICE', 'CONTACT_FLOW_DISCONNECT', 'ended'],
    ['VOICE', 'API', 'ended'],
    ['CHAT', 'CUSTOMER_DISCONNECT', 'abandoned'],
    ['CHAT', 'IDLE_DISCONNECT', 'abandoned'],
    ['CHAT', 'EXPIRED', 'ended'],
    ['CHAT', 'AGENT_DISCONNECT', 'ended'],
    ['CHAT', 'SYSTEM_ERROR', 'ended'],
    ['TASK', 'EXPIRED', 'ended'],
    ['TASK', null, 'ended'],
    ['EMAIL', 'TRANSFERRED', 'transferred'],
    ['EMAIL', 'DISCARDED', 'ended'],
    ['EMAIL', 'OTHER', 'ended'],
  ])('of %s, ended by %s, has %s its queue', (Channel, DisconnectReason, state) => {
    expect(stays(lost({ Channel, DisconnectReason }))).toEqual([['Billing', state, 50]]);
  });

  it('left its queue with the contact, where no other end is told', () => {
    const record = call({ DisconnectTimestamp: iso('17:21:00') }, null, { DequeueTimestamp: null });
    expect(stays(record)).toEqual([['Billing', 'abandoned', 50]]);
  });

  it('was offered to none by an agent who did not take it', () => {
    const missed = call(
      { DisconnectTimestamp: iso('17:21:00') },
      { ConnectedToAgentTimestamp: null },
      { DequeueTimestamp: iso('17:21:00') },
    );
    expect(stays(missed)).toEqual([['Billing', 'abandoned', 50]]);
    expect(works(missed)).toEqual([]);
  });

  it('of a chat whose customer left is abandoned, though a disconnect flow made another of it', () => {
    const record = lost({ Channel: 'CHAT', DisconnectReason: 'CUSTOMER_DISCONNECT', NextContactId: 'c2' });
    expect(stays(record)).toEqual([['Billing', 'abandoned', 50]]);
  });

  it('waited nowhere without a queue', () => {
    const record = call({ DisconnectReason: 'CUSTOMER_DISCONNECT' }, null, null);
    expect(stays(record)).toEqual([]);
    expect(types(record)).toEqual(['started', 'ended']);
  });
});

describe('a callback', () => {
  const callback = (fields: Fields = {}, agent: Fields | null = {}) =>
    call(
      { InitiationMethod: 'CALLBACK', PreviousContactId: 'c1', InitialContactId: 'c1', ...fields },
      agent,
      // 99 s of initial delay are in the duration, and not between the timestamps.
      { EnqueueTimestamp: iso('17:19:39'), DequeueTimestamp: iso('17:20:00'), Duration: 120 },
    );

  it('waits from the queue on until the agent accepts it, and is handled from when the customer is there', () => {
    expect(stays(callback())).toEqual([['Billing', 'answered', 21]]);
    expect(works(callback())).toEqual([['jane', 239, 221, 48]]);
    expect([
      ...contradictionsOf(timelinesOf(events(callback({ InitiationTimestamp: iso('17:18:00') })))[0]!),
    ]).toEqual([]);
  });

  it('that the customer does not take is nobody’s abandonment', () => {
    const untaken = callback(
      { DisconnectReason: 'TELECOM_UNANSWERED', DisconnectTimestamp: iso('17:21:00') },
      null,
    );
    expect(stays(untaken)).toEqual([['Billing', 'ended', 21]]);
  });

  it('was begun by the system, a call out by its agent, everything else by the customer', () => {
    const opener = (InitiationMethod: string | null) => values(call({ InitiationMethod }))[0]!.actor.kind;
    expect(['CALLBACK', 'CALLBACK_CUSTOMER_FIRST_DIALED', 'FLOW', 'CAMPAIGN_PREVIEW'].map(opener)).toEqual(
      Array(4).fill('system'),
    );
    expect(['OUTBOUND', 'AGENT_REPLY'].map(opener)).toEqual(Array(2).fill('agent'));
    expect(
      ['INBOUND', 'API', 'WEBRTC_API', 'TRANSFER', 'QUEUE_TRANSFER', 'DISCONNECT', null].map(opener),
    ).toEqual(Array(7).fill('customer'));
  });
});

describe('a call out', () => {
  it('waits in no queue, though its record names that of its caller id', () => {
    const out = call({ InitiationMethod: 'OUTBOUND' });
    expect(stays(out)).toEqual([]);
    expect(works(out)).toEqual([['jane', 239, 221, 48]]);
    expect(facts('handle_spell', out)).toMatchObject([{ queue: 'Billing' }]);
  });
});

describe('what is no contact with a customer', () => {
  it('is a supervisor who listens, and an outsider whom an agent called in', () => {
    expect(read(call({ InitiationMethod: 'MONITOR' }))).toEqual({ ignored: 'monitoring' });
    expect(read(call({ InitiationMethod: 'EXTERNAL_OUTBOUND' }, null, null))).toEqual({
      ignored: 'third_party',
    });
  });
});

describe('a contact that is not over', () => {
  it('waits, talks, or is in after-contact work', () => {
    const open = { DisconnectTimestamp: null, DisconnectReason: null };
    const none = {
      AfterContactWorkStartTimestamp: null,
      AfterContactWorkEndTimestamp: null,
      AfterContactWorkDuration: 0,
    };
    expect(stays(call(open, null, { DequeueTimestamp: null }))).toEqual([['Billing', 'open', 0]]);
    expect(works(call(open, none))).toEqual([['jane', 0, 0, 0, 'open']]);
    expect(works(call({}, { AfterContactWorkEndTimestamp: null, AfterContactWorkDuration: 0 }))).toEqual([
      ['jane', 239, 221, 0],
    ]);
  });

  it('is a task scheduled for later, of which only the making is known', () => {
    const scheduled = contactRecord({
      ContactId: 't1',
      Channel: 'TASK',
      InitiationMethod: 'API',
      InitiationTimestamp: iso('09:00:00'),
      ScheduledTimestamp: iso('15:00:00'),
    });
    expect(types(scheduled)).toEqual(['started']);
  });
});

describe('channels', () => {
  it('are those of Connect; a task is made by a program', () => {
    const channel = (Channel: string | null) => values(call({ Channel }))[0]!.channel;
    expect(['VOICE', 'CHAT', 'EMAIL', 'TASK', null, 'A_NEW_ONE'].map(channel)).toEqual([
      'voice',
      'chat',
      'email',
      'api',
      'voice',
      'api',
    ]);
  });

  it('tell of a chat when its agent first replied, by either name of the metrics', () => {
    const metrics = { AgentFirstResponseTimestamp: iso('17:21:00'), TotalMessages: 9 };
    for (const ChatMetrics of [{ ContactMetrics: metrics }, { ChatContactMetrics: metrics }]) {
      const chat = call({ Channel: 'CHAT', ChatMetrics });
      expect(facts('first_response', chat)).toMatchObject([{ value_ms: 60_000, agent: 'jane' }]);
      expect(facts('silence', chat)).toEqual([]);
    }
    expect(facts('first_response', call({ Channel: 'CHAT' }))).toEqual([]);
    expect(facts('silence', call({ Channel: 'CHAT' }))).toEqual([]);
  });
});

describe('names', () => {
  it('of queues and agents are those that people gave; without one, the id in the ARN', () => {
    const nameless = call(
      {},
      { Username: null, ARN: `${instanceArn}/agent/a1` },
      { Name: null, ARN: `${instanceArn}/queue/q1` },
    );
    expect(stays(nameless)).toEqual([['q1', 'answered', 22]]);
    expect(works(nameless)).toEqual([['a1', 239, 221, 48]]);
    expect(works(call({}, { Username: null, ARN: null }))).toEqual([['', 239, 221, 48]]);
    expect(stays(call({}, {}, { Name: null, ARN: null }))).toEqual([['', 'answered', 22]]);
  });

  it('and ids may be as long as they are documented to be', () => {
    const long = call(
      { ContactId: 'c'.repeat(256) },
      { Username: 'u'.repeat(100) },
      { Name: 'q'.repeat(256) },
    );
    expect(stays(long)).toEqual([['q'.repeat(256), 'answered', 22]]);
    const other = call({ ContactId: `${'c'.repeat(255)}d` });
    expect(values(long)[0]!.conversation_id).not.toBe(values(other)[0]!.conversation_id);
  });
});

describe('customers', () => {
  it('are told by nothing but the id that their address gives', () => {
    const texts = JSON.stringify(events(call({ CustomerId: 'crm-4711' })));
    expect(texts).not.toMatch(/4930123456|Mustermann|crm-4711|4930999999/);
    expect(values(call())[0]!.customer?.id).toMatch(/^[0-9a-f]{24}$/);
  });

  it('are told by the id that the center gave them where there is no address, and by nothing where neither is', () => {
    const idOf = (fields: Fields) => values(call(fields))[0]!.customer?.id ?? null;
    expect(idOf({ CustomerEndpoint: null, CustomerId: 'crm-1' })).not.toBeNull();
    expect(idOf({ CustomerEndpoint: null })).toBeNull();
    expect(idOf({ CustomerEndpoint: { Address: null, Type: null } })).toBeNull();
  });
});

describe('a record', () => {
  it('may lack everything but its id and some time', () => {
    for (const time of ['InitiationTimestamp', 'ConnectedToSystemTimestamp', 'DisconnectTimestamp'])
      expect(read({ ContactId: 'c', [time]: iso('09:00:00') })).toHaveProperty('events');
    expect(read({ ContactId: 'c', Queue: { EnqueueTimestamp: iso('09:00:00') } })).toHaveProperty('events');
    expect(read({ ContactId: 'c' })).toEqual({
      faults: [{ path: 'InitiationTimestamp', message: 'is missing, and there is no other time' }],
    });
  });

  it('may have any one field null or missing, and any that nobody has heard of', () => {
    const records = [
      call(),
      lost(),
      call({ NextContactId: 'c2', TransferCompletedTimestamp: iso('17:28:12') }),
    ];
    for (const record of records) {
      for (const path of pathsOf(record)) {
        if (path.join() === 'ContactId') continue;
        for (const changed of [withValue(record, path, null), withValue(record, path, undefined)])
          expect(read(changed), path.join('.')).not.toHaveProperty('faults');
      }
      expect(read({ ...record, NewIn2031: { Deep: [1, { er: 'x' }] } })).toEqual(read(record));
    }
  });

  it('has no time where one of the seventies stands', () => {
    const never = {
      ConnectedToAgentTimestamp: '1970-01-01T00:00:00.001Z',
      AfterContactWorkStartTimestamp: null,
    };
    expect(works(call({}, never))).toEqual([]);
  });

  it('has no time where an empty text stands', () => {
    const empty = call({ TransferCompletedTimestamp: '' });
    expect(read(empty)).toEqual(read(call({ TransferCompletedTimestamp: null })));
  });

  it('says what is wrong with it, and never what stands there', () => {
    const wrong = call({ InitiationTimestamp: 'secret', Agent: 'secret', Queue: { EnqueueTimestamp: 7 } });
    expect(read(wrong)).toEqual({
      faults: [
        { path: 'InitiationTimestamp', message: 'is not as documented' },
        { path: 'Agent', message: 'is of another type than documented' },
        { path: 'Queue.EnqueueTimestamp', message: 'is of another type than documented' },
      ],
    });
    expect(readAll(['secret'])).toEqual([{ faults: [{ path: '', message: 'is no JSON object' }] }]);
    expect(read({ secret: 'x' })).toEqual({
      faults: [{ path: '', message: 'is neither a contact record nor an agent event' }],
    });
  });
});

/** Where values stand in a record, objects included. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, field]) => pathsOf(field, [...path, name]));
  return path.length === 0 ? below : [path, ...below];
}

function withValue(record: Fields, [name, ...rest]: string[], value: unknown): Fields {
  return { ...record, [name!]: rest.length === 0 ? value : withValue(record[name!] as Fields, rest, value) };
}
