import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentEvent, SurveyAnswered, SurveyEvent, TicketEvent } from '../../schemas/types.ts';
import { keyOf, type OutgoingEvent } from '../../services/domain/events/event.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { agentHashOf, agentIdsOf, createAgentHash, hashAgents } from '../../services/privacy/agent-hash.ts';
import { createCustomerHash } from '../../services/privacy/customer-hash.ts';
import { hashingProducer, withHashedPeople } from '../../services/privacy/people.ts';

const SECRET = 'a secret of these tests';
const OLD = 'the secret of last year';
const agents = createAgentHash(SECRET);
const { hash } = agents;
const environment = (more: Record<string, string> = {}) =>
  readEnvironment({ DATA_DIR: '/nowhere', AGENT_ID_SECRET: SECRET, ...more });

const assigned = (to: string, by: TicketEvent['actor']): TicketEvent => ({
  event_id: 'e-1',
  occurred_at: 1,
  conversation_id: 't-1',
  opened_at: 1,
  channel: 'email',
  source: 'test',
  actor: by,
  queue: null,
  customer: { id: 'ana', tier: null },
  tags: [],
  event: { type: 'assigned', agent_id: to, team: 'front' },
});

const state = (agent: string, eventId: string, source = 'test'): AgentEvent => ({
  event_id: eventId,
  occurred_at: 1,
  agent_id: agent,
  source,
  actor: { kind: 'agent', id: agent },
  event: { type: 'state_changed', state: 'available', slots: 1, slots_busy: null, queues: [] },
});

describe('the hash of an agent', () => {
  it('is the same for the same id, another by another secret, and another than that of a customer', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (one, two) => {
        expect(hash(one) === hash(two)).toBe(one === two);
        expect(hash(hash(one))).toBe(hash(one));
        expect(createAgentHash(OLD).hash(one)).not.toBe(hash(one));
        expect(createCustomerHash(SECRET).hash(one)).not.toBe(hash(one));
      }),
    );
    expect(hash('')).toBe('');
  });

  it('takes the place of who acts and of whom it is given to, and not of a customer with the same id', () => {
    const value = assigned('ana', { kind: 'agent', id: 'ben' });
    hashAgents(value, agents);
    expect(value).toMatchObject({
      event_id: 'e-1',
      actor: { kind: 'agent', id: hash('ben') },
      customer: { id: 'ana' },
      event: { agent_id: hash('ana'), team: 'front' },
    });
    const byCustomer = assigned('ana', { kind: 'customer', id: 'ben' });
    hashAgents(byCustomer, agents);
    expect(byCustomer.actor.id).toBe('ben');
  });

  it('is the key of what an agent does, so that it stands nowhere in the record', async () => {
    const sent: OutgoingEvent[] = [];
    const producer = hashingProducer(
      { send: async (events) => void sent.push(...events), close: async () => {} },
      { customers: null, agents },
    );
    const value = state('ana@example.com', 'genesys:agent:ana@example.com:17');
    await producer.send([{ topic: 'contact.agents', value }]);
    expect(keyOf(sent[0]!)).toBe(hash('ana@example.com'));
    expect(JSON.stringify(sent)).not.toContain('ana@');
    expect(value.agent_id).toBe('ana@example.com');
  });

  it('of ids of events leaves what is neither an agent nor a digest, and so their order', () => {
    const digest = 'AbCdEfGhIjKlMnOpQrStUv';
    const idOf = (id: string, agent = 'ana', source = 'asterisk') => {
      const value = state(agent, id, source);
      hashAgents(value, agents);
      return value.event_id;
    };
    expect(idOf('asterisk:1700000000:0003:02')).toBe('asterisk:1700000000:0003:02');
    expect(idOf(`asterisk:1700000000:3:${digest}`)).toMatch(/^asterisk:1700000000:3:hashed-[0-9a-f]{24}$/);
    expect(idOf('x:ana:9')).toBe(`x:${hash('ana')}:9`);
    expect(idOf('x:SIP:100:9', 'SIP:100')).toMatch(/^hashed-/);
    // Whoever knows who there is could try the digest of a plan; not without the secret.
    expect(idOf('schedule-0123456789abcdef0123456789abcdef', 'ana', 'csv')).toMatch(/^hashed-/);
    const own = assigned('ana', { kind: 'agent', id: 'ben' });
    own.event_id = 'a-uuid-of-its-producer-0123456789';
    hashAgents(own, agents);
    expect(own.event_id).toBe('a-uuid-of-its-producer-0123456789');
  });

  it('takes the place of the ids of reviews, which may be made of who gives them to whom, and of no other survey', () => {
    const answered = (kind: string): SurveyEvent => ({
      ...assigned('ana', { kind: 'agent', id: 'ben' }),
      event: {
        type: 'answered',
        survey_id: 'ben-on-ana',
        kind,
        agent_id: 'ana',
        score: 4,
        scale_max: 5,
        criterion: null,
        relation: 'colleague',
        review_id: 'ben-on-ana',
      },
    });
    const idsOf = (kind: string) => {
      const value = answered(kind);
      hashAgents(value, agents);
      const { survey_id, review_id } = value.event as SurveyAnswered;
      return [survey_id, review_id];
    };
    const [survey, review] = idsOf('peer_review');
    expect(survey).toMatch(/^hashed-/);
    expect(review).toBe(survey);
    expect(idsOf('quality_review')).toEqual([survey, review]);
    expect(idsOf('csat')).toEqual(['ben-on-ana', 'ben-on-ana']);
  });

  it('comes out the same through one door or several', () => {
    const id = fc.stringMatching(/^[a-z:]{1,8}$/);
    fc.assert(
      fc.property(
        id,
        fc.array(fc.oneof(id, fc.stringMatching(/^[\w-]{20,40}$/)), { maxLength: 5 }),
        (agent, parts) => {
          const people = { customers: null, agents };
          const event = (value: AgentEvent) => ({ topic: 'contact.agents', value }) as const;
          const once = withHashedPeople(event(state(agent, [...parts, agent].join(':'))), people);
          expect(withHashedPeople(once, people)).toEqual(once);
          if (agent.length > 2) expect(JSON.stringify(once)).not.toContain(`"${agent}"`);
        },
      ),
    );
  });

  it('is made only where that is configured, and never without a secret', () => {
    expect(agentHashOf(environment(), { agentIds: 'plain' })).toBeNull();
    expect(agentHashOf(environment(), { agentIds: 'hashed' })?.hash('x')).toBe(hash('x'));
    const servers = readEnvironment({ KAFKA_BROKERS: 'kafka:9092' });
    expect(() => agentHashOf(servers, { agentIds: 'hashed' })).toThrow(/AGENT_ID_SECRET is not set/);
  });
});

it('the ids that an agent may be stored under are its own and the hashes by each secret', () => {
  const both = environment({ AGENT_ID_SECRETS_OLD: `${OLD},the one before that` });
  expect(agentIdsOf(both, 'ana').map(({ id }) => id)).toEqual([
    'ana',
    hash('ana'),
    createAgentHash(OLD).hash('ana'),
    createAgentHash('the one before that').hash('ana'),
  ]);
});
