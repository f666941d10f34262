import type { Actor, AgentBody, ChatBody, Customer, SurveyBody, TicketBody } from '../../schemas/types.ts';
import type { OutgoingEvent } from '../domain/events/event.ts';
import type { Channel } from '../domain/timeline/timeline.ts';
import type { SimulatedChannel } from './profile.ts';

/** What the events of a conversation have in common; `queue` and `tags` are those of the moment. */
export interface Conversation {
  id: string;
  openedAt: number;
  channel: SimulatedChannel;
  queue: string;
  customer: Customer | null;
  tags: string[];
}

/** What only reviews are put to: nobody wrote or called in it. */
export interface ReviewFolder extends Omit<Conversation, 'channel' | 'queue'> {
  channel: Channel;
  queue: null;
}

export const SOURCE = 'simulator';
/** A message as the body of an event. */
export const message = (text: string, isPublic = true) => ({
  type: 'message' as const,
  public: isPublic,
  text,
});

export const SYSTEM: Actor = { kind: 'system', id: null };

/**
 * The events of one day from one part of the simulator, with ids that count up. Events of one conversation are
 * written in causal order, so that ids sort those of the same millisecond.
 */
export class EventLog {
  readonly events: OutgoingEvent[] = [];
  readonly #prefix: string;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  chat(conversation: Conversation, at: number, actor: Actor, event: ChatBody): void {
    this.events.push({ topic: 'contact.chats', value: this.#envelope(conversation, at, actor, event) });
  }

  ticket(conversation: Conversation, at: number, actor: Actor, event: TicketBody): void {
    this.events.push({ topic: 'contact.tickets', value: this.#envelope(conversation, at, actor, event) });
  }

  survey(conversation: Conversation | ReviewFolder, at: number, actor: Actor, event: SurveyBody): void {
    this.events.push({ topic: 'contact.surveys', value: this.#envelope(conversation, at, actor, event) });
  }

  agent(at: number, agent: Actor & { id: string }, event: AgentBody, actor: Actor = agent): void {
    this.events.push({
      topic: 'contact.agents',
      value: {
        event_id: this.#nextId(),
        occurred_at: Math.round(at),
        agent_id: agent.id,
        source: SOURCE,
        actor,
        event,
      },
    });
  }

  #envelope<Body>(conversation: Conversation | ReviewFolder, at: number, actor: Actor, event: Body) {
    return {
      event_id: this.#nextId(),
      occurred_at: Math.round(at),
      conversation_id: conversation.id,
      opened_at: conversation.openedAt,
      channel: conversation.channel,
      source: SOURCE,
      actor,
      queue: conversation.queue,
      customer: conversation.customer,
      tags: conversation.tags,
      event,
    };
  }

  #nextId(): string {
    return this.#prefix + String(this.events.length).padStart(7, '0');
  }
}
