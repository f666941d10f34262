import type { ChatBody, SurveyBody, TicketBody } from '../../schemas/types.ts';
import type { SimulatedChannel } from './profile.ts';
import type { Random } from './random.ts';

type By = 'customer' | 'agent' | 'system' | 'bot';

/** One event of a conversation under load. */
export type Step =
  | { topic: 'contact.chats'; by: By; body: ChatBody; to?: string }
  | { topic: 'contact.tickets'; by: By; body: TicketBody; to?: string }
  | { topic: 'contact.surveys'; by: By; body: SurveyBody; to?: string };

/** A conversation from its first event to its last. After a step with `to` it is in that queue. */
export interface Script {
  channel: SimulatedChannel;
  steps: readonly Step[];
}

export const LOAD_QUEUES = ['general', 'billing', 'technical', 'orders', 'vip'] as const;

/** Some hundreds of different conversations, mixed as in a contact center. */
export function writeScripts(random: Random): Script[] {
  return Array.from({ length: 400 }, () => {
    const draw = random.next();
    if (draw < 0.4) return call(random);
    return draw < 0.75 ? chat(random) : ticket(random);
  });
}

function call(random: Random): Script {
  const steps = [
    say('customer', { type: 'started', priority: 'normal' }),
    say('system', { type: 'queued', position: 1 }),
  ];
  if (random.chance(0.07))
    return { channel: 'voice', steps: [...steps, say('customer', { type: 'abandoned' })] };
  steps.push(say('agent', { type: 'answered' }));
  if (random.chance(0.25)) steps.push(say('agent', { type: 'held' }), say('agent', { type: 'resumed' }));
  if (random.chance(0.08)) steps.push(...handOver(random));
  return { channel: 'voice', steps: [...steps, ...end(random)] };
}

function chat(random: Random): Script {
  const steps = [say('customer', { type: 'started', priority: 'normal' })];
  if (random.chance(0.6))
    steps.push(say('bot', { type: 'answered' }), message('bot'), message('customer'), message('bot'));
  steps.push(say('system', { type: 'queued', position: 2 }), say('agent', { type: 'answered' }));
  for (let i = 1 + random.integer(7); i > 0; i--) steps.push(message('customer'), message('agent'));
  if (random.chance(0.06)) steps.push(...handOver(random), message('agent'));
  return { channel: random.chance(0.7) ? 'chat' : 'messaging', steps: [...steps, ...end(random)] };
}

function handOver(random: Random): Step[] {
  const to = random.pick(LOAD_QUEUES);
  return [
    { ...say('agent', { type: 'transferred', to_queue: to }), to },
    say('system', { type: 'queued', position: 1 }),
    say('agent', { type: 'answered' }),
  ];
}

function end(random: Random): Step[] {
  return [
    say('customer', { type: 'ended', resolved: null }),
    say('agent', { type: 'wrapped_up' }),
    ...survey(random),
  ];
}

function ticket(random: Random): Script {
  const steps: Step[] = [
    work('customer', {
      type: 'created',
      status: 'new',
      priority: random.pick(['normal', 'normal', 'high', 'urgent']),
    }),
    work('agent', { type: 'assigned', agent_id: null, team: 'frontline' }),
  ];
  for (let round = 1 + random.integer(3); round > 0; round--) {
    steps.push(work('agent', { type: 'status_changed', status: 'open' }));
    if (random.chance(0.2)) steps.push(work('agent', { type: 'message', public: false }));
    steps.push(work('agent', { type: 'message', public: true }));
    if (round === 1) break;
    steps.push(
      work('agent', { type: 'status_changed', status: random.chance(0.85) ? 'pending' : 'on_hold' }),
    );
    steps.push(work('customer', { type: 'message', public: true }));
  }
  steps.push(work('agent', { type: 'status_changed', status: 'solved' }), ...survey(random));
  steps.push(work('system', { type: 'status_changed', status: 'closed' }));
  return { channel: random.chance(0.6) ? 'email' : 'web', steps };
}

function survey(random: Random): Step[] {
  if (!random.chance(0.4)) return [];
  const about = { survey_id: '', kind: 'csat', agent_id: null };
  const sent: Step = { topic: 'contact.surveys', by: 'system', body: { type: 'sent', ...about } };
  if (!random.chance(0.25)) return [sent];
  const score = 1 + random.integer(5);
  const body: SurveyBody = { type: 'answered', ...about, score, scale_max: 5, criterion: null };
  return [sent, { topic: 'contact.surveys', by: 'customer', body }];
}

function say(by: By, body: ChatBody): Step {
  return { topic: 'contact.chats', by, body };
}

function message(by: By): Step {
  return say(by, { type: 'message', public: true });
}

function work(by: By, body: TicketBody): Step {
  return { topic: 'contact.tickets', by, body };
}
