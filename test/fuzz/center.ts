import type { OutgoingEvent } from '../../services/domain/events/event.ts';
import type { Random } from './random.ts';

/** Stands in every name and id of the half of the center that narrowed callers may not see. */
export const FOREIGN = 'zulu';
export const OWN = 'north';
const WORLDS = [OWN, FOREIGN] as const;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export const AGENTS = 6;
const QUEUES = ['billing', 'care'] as const;

/** Ids of one half: they share nothing with the other. */
export function idsOf(world: string) {
  return {
    team: [`${world}-team`, `${world}-crew`],
    queue: QUEUES.map((queue) => `${world}-${queue}`),
    agent: Array.from({ length: AGENTS }, (_, i) => `${world}-agent-${i}`),
    conversation: Array.from({ length: CONVERSATIONS }, (_, i) => `${world}-c${i}`),
    alert: [0, 1].map((i) => `${world}-alert-${i}`),
    change: [`${world}-change`],
    goal: [`${world}-goal`],
    silence: [`${world}-silence`],
  };
}

export const CONVERSATIONS = 60;

/** Reference data of both halves, YAML. */
export function centerYaml(now: number): string {
  const worlds = WORLDS.map((world) => ({ world, ids: idsOf(world) }));
  const day = new Date(now - 3 * DAY_MS).toISOString().slice(0, 10);
  const teams = worlds.flatMap(({ ids, world }) =>
    ids.team.map((id) => `  - { id: ${id}, name: ${world} people }`),
  );
  const queues = worlds.flatMap(({ ids, world }) =>
    ids.queue.map((id, i) => `  - { id: ${id}, name: ${world} line, team: ${ids.team[i]} }`),
  );
  const agents = worlds.flatMap(({ ids, world }) =>
    ids.agent.map((id, i) => `  - { id: ${id}, name: ${world} person ${i}, team: ${ids.team[i % 2]} }`),
  );
  const changes = worlds.map(
    ({ ids, world }) => `  - { name: ${world} routing, at: ${day}, queue: ${ids.queue[0]} }`,
  );
  const goals = worlds.map(
    ({ ids, world }) =>
      `  - { id: ${world}-goal, metric: service_level, period: week, target: 0.8, direction: at_least, queue: ${ids.queue[0]} }`,
  );
  return [
    'teams:',
    ...teams,
    'queues:',
    ...queues,
    'agents:',
    ...agents,
    'changes:',
    ...changes,
    'goals:',
    ...goals,
  ].join('\n');
}

/** Three days of conversations, states, schedules and opinions of both halves up to `now` (UTC ms). */
export function* centerEvents(now: number, random: Random): Generator<OutgoingEvent> {
  for (const world of WORLDS) {
    const ids = idsOf(world);
    for (const [i, conversation] of ids.conversation.entries())
      yield* conversationOf(
        world,
        conversation,
        now - (i % 45) * 90 * MINUTE_MS - random.int(MINUTE_MS),
        i,
        random,
      );
    for (const [i, agent] of ids.agent.entries()) yield* dayOf(world, agent, now, i);
  }
}

function* conversationOf(
  world: string,
  conversation_id: string,
  opened: number,
  i: number,
  random: Random,
): Generator<OutgoingEvent> {
  const ids = idsOf(world);
  const side = i % 2;
  const agent = ids.agent[((i * 2 + side) % AGENTS) - (((i * 2 + side) % AGENTS) % 2) + side]!;
  const common = {
    conversation_id,
    opened_at: opened,
    source: `${world}-source`,
    queue: ids.queue[side]!,
    customer: { id: `${world}-customer-${i % 20}`, tier: i % 3 === 0 ? 'gold' : 'standard' },
    tags: [`${world}-complaint`],
  };
  let n = 0;
  const at = (minutes: number) => ({
    event_id: `${conversation_id}-${n++}`,
    occurred_at: opened + minutes * MINUTE_MS,
  });
  const customer = { kind: 'customer', id: `${world}-customer-${i % 20}` };
  const who = { kind: 'agent', id: agent };
  // The newest stay open.
  const isOpen = i < 6;
  if (i % 3 === 0) {
    const envelope = { ...common, channel: 'email' };
    const ticket = (minutes: number, actor: object, event: object): OutgoingEvent =>
      ({
        topic: 'contact.tickets',
        value: { ...envelope, ...at(minutes), actor, event },
      }) as unknown as OutgoingEvent;
    yield ticket(0, customer, { type: 'created', status: 'new', priority: 'high' });
    yield ticket(
      1,
      { kind: 'system', id: null },
      { type: 'assigned', agent_id: agent, team: ids.team[side]! },
    );
    if (isOpen) return;
    yield ticket(10 + random.int(50), who, { type: 'message', public: true, text: null, said: null });
    yield ticket(70, who, { type: 'status_changed', status: 'solved' });
  } else {
    const envelope = { ...common, channel: i % 3 === 1 ? 'voice' : 'chat' };
    const chat = (minutes: number, actor: object, event: object): OutgoingEvent =>
      ({
        topic: 'contact.chats',
        value: { ...envelope, ...at(minutes), actor, event },
      }) as unknown as OutgoingEvent;
    yield chat(0, customer, { type: 'started', priority: 'normal' });
    yield chat(0, customer, { type: 'queued', position: null });
    if (isOpen) return;
    if (i % 7 === 0) {
      yield chat(2, customer, { type: 'abandoned' });
      return;
    }
    yield chat(random.int(3), who, { type: 'answered' });
    yield chat(5, who, { type: 'ended', resolved: true });
    yield chat(6, who, { type: 'wrapped_up', talked_until: null, held_ms: null });
  }
  const survey = {
    ...common,
    channel: 'web',
    actor: customer,
    event: {
      type: 'answered',
      survey_id: `${conversation_id}-s`,
      kind: 'csat',
      agent_id: agent,
      score: 1 + random.int(5),
      scale_max: 5,
      criterion: null,
    },
  };
  yield { topic: 'contact.surveys', value: { ...survey, ...at(90) } } as unknown as OutgoingEvent;
}

function* dayOf(world: string, agent: string, now: number, i: number): Generator<OutgoingEvent> {
  const ids = idsOf(world);
  const actor = { kind: 'system', id: null };
  const envelope = { agent_id: agent, source: `${world}-source`, actor };
  let n = 0;
  for (let day = 3; day >= 0; day--) {
    const begin = now - day * DAY_MS - 6 * 3_600_000;
    const state = (minutes: number, name: string): OutgoingEvent => {
      const event = {
        type: 'state_changed',
        state: name,
        slots: 2,
        slots_busy: 0,
        queues: [ids.queue[i % 2]!],
      };
      const value = {
        ...envelope,
        event_id: `${agent}-${n++}`,
        occurred_at: begin + minutes * MINUTE_MS,
        event,
      };
      return { topic: 'contact.agents', value } as unknown as OutgoingEvent;
    };
    const scheduled = {
      type: 'scheduled',
      starts_at: begin,
      ends_at: begin + 8 * 3_600_000,
      activity: 'on_queue',
    };
    yield {
      topic: 'contact.agents',
      value: { ...envelope, event_id: `${agent}-${n++}`, occurred_at: begin, event: scheduled },
    } as unknown as OutgoingEvent;
    yield state(0, 'available');
    yield state(90, 'busy');
    yield state(150, 'break');
    yield state(170, 'available');
  }
}
