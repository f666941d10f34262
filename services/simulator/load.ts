import type { Actor, Customer } from '../../schemas/types.ts';
import type { OutgoingEvent } from '../domain/events/event.ts';
import { SOURCE, SYSTEM } from './event-log.ts';
import { LOAD_QUEUES, type Script, type Step, writeScripts } from './load-scripts.ts';
import { Random } from './random.ts';

export interface LoadOptions {
  seed: number;
  /** Conversations that are open at once, after a run-up. */
  conversations?: number;
  /** Events a second of event time. */
  rate?: number;
  /** Time of the first event, UTC ms. */
  startsAt?: number;
}

interface OpenConversation {
  id: string;
  openedAt: number;
  queue: string;
  script: Script;
  step: number;
  agent: Actor & { id: string };
  customer: Customer;
  customerActor: Actor;
}

const AGENTS = 1_000;
const CUSTOMERS = 50_000;
const BOT: Actor = { kind: 'bot', id: 'bot-concierge' };
/** Share of events that are agents' changes of state. */
const AGENT_EVENTS = 0.15;
const AGENT_STATES = [
  'available',
  'busy',
  'wrap_up',
  'available',
  'busy',
  'wrap_up',
  'available',
  'break',
] as const;
const NO_TAGS: string[] = [];

/**
 * An endless, reproducible stream of mixed events for benchmarks: conversations that each go their way, picked
 * at random, with the agents' states in between. Cheap to make, and no simulation: nobody waits for anybody.
 */
export function* loadEvents(options: LoadOptions): Generator<OutgoingEvent, never> {
  const { seed, conversations = 20_000, rate = 10_000, startsAt = Date.UTC(2024, 0, 15, 8) } = options;
  const random = new Random(seed, 'load');
  const scripts = writeScripts(random);
  const agents = Array.from({ length: AGENTS }, (_, i) => ({
    kind: 'agent',
    id: `agent-${String(i + 1).padStart(3, '0')}`,
  }));
  const agentStates = new Uint8Array(AGENTS);
  const open: OpenConversation[] = [];
  let opened = 0;

  const begin = (at: number): OpenConversation => {
    const customerId = `cu-load-${random.integer(CUSTOMERS)}`;
    return {
      id: `load${seed}-${opened++}`,
      openedAt: at,
      queue: random.pick(LOAD_QUEUES),
      script: random.pick(scripts),
      step: 0,
      agent: random.pick(agents),
      customer: { id: customerId, tier: random.chance(0.8) ? 'standard' : 'gold' },
      customerActor: { kind: 'customer', id: customerId },
    };
  };

  for (let count = 0; ; count++) {
    const at = Math.floor(startsAt + (count * 1000) / rate);
    const eventId = `load${seed}-${String(count).padStart(10, '0')}`;
    if (random.chance(AGENT_EVENTS)) {
      const agent = random.integer(AGENTS);
      agentStates[agent] = (agentStates[agent]! + 1) % AGENT_STATES.length;
      yield stateChange(eventId, at, agents[agent]!, AGENT_STATES[agentStates[agent]!]!);
      continue;
    }
    let place = random.integer(open.length);
    if (open.length < conversations && (open.length === 0 || random.chance(0.25))) {
      place = open.length;
      open.push(begin(at));
    }
    const conversation = open[place]!;
    if (conversation.step === 0) conversation.openedAt = at;
    const step = conversation.script.steps[conversation.step++]!;
    const event = eventOf(eventId, at, conversation, step);
    if (step.to !== undefined) {
      conversation.queue = step.to;
      conversation.agent = random.pick(agents);
    }
    if (conversation.step === conversation.script.steps.length) open[place] = begin(at);
    yield event;
  }
}

function stateChange(
  event_id: string,
  at: number,
  agent: Actor & { id: string },
  state: string,
): OutgoingEvent {
  const slots_busy = state === 'busy' || state === 'wrap_up' ? 1 : 0;
  const event = {
    type: 'state_changed' as const,
    state,
    slots: 1,
    slots_busy,
    queues: LOAD_QUEUES as unknown as string[],
  };
  return {
    topic: 'contact.agents',
    value: { event_id, occurred_at: at, agent_id: agent.id, source: SOURCE, actor: agent, event },
  };
}

function eventOf(eventId: string, at: number, conversation: OpenConversation, step: Step): OutgoingEvent {
  const { topic, body } = step;
  if (topic === 'contact.chats') return { topic, value: envelope(eventId, at, conversation, step, body) };
  if (topic === 'contact.tickets') {
    const event = body.type === 'assigned' ? { ...body, agent_id: conversation.agent.id } : body;
    return { topic, value: envelope(eventId, at, conversation, step, event) };
  }
  const event = { ...body, survey_id: `${conversation.id}-csat`, agent_id: conversation.agent.id };
  return { topic, value: envelope(eventId, at, conversation, step, event) };
}

function envelope<Body>(
  event_id: string,
  at: number,
  conversation: OpenConversation,
  step: Step,
  event: Body,
) {
  return {
    event_id,
    occurred_at: at,
    conversation_id: conversation.id,
    opened_at: conversation.openedAt,
    channel: conversation.script.channel,
    source: SOURCE,
    actor: actorOf(conversation, step),
    queue: conversation.queue,
    customer: conversation.customer,
    tags: NO_TAGS,
    event,
  };
}

function actorOf(conversation: OpenConversation, { by }: Step): Actor {
  if (by === 'customer') return conversation.customerActor;
  if (by === 'agent') return conversation.agent;
  return by === 'bot' ? BOT : SYSTEM;
}
