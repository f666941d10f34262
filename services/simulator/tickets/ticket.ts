import type { Actor, TicketBody } from '../../../schemas/types.ts';
import type { Center } from '../center.ts';
import { type Conversation, type EventLog, message, SYSTEM } from '../event-log.ts';
import { isComplaint } from '../opinions/complaints.ts';
import { type Agent, isCourteous } from '../people/agents.ts';
import type { Random } from '../random.ts';
import { MINUTE, SECOND } from '../units.ts';
import { Dialogue } from '../words/dialogue.ts';

export type Priority = 'low' | 'normal' | 'high' | 'urgent';

/** Where an agent works on a ticket takes place. */
export interface TicketDesk {
  center: Center;
  log: EventLog;
  random: Random;
}

/** A ticket being worked on: its state now, and the verbs that change it and write it down. */
export class Ticket {
  readonly conversation: Conversation;
  readonly customer: Actor;
  readonly desk: TicketDesk;
  priority: Priority;
  owner: Agent | null = null;
  #dialogue: Dialogue | null = null;
  #replies = 0;
  #status = 'new';

  constructor(desk: TicketDesk, conversation: Conversation, customer: Actor, priority: Priority) {
    this.desk = desk;
    this.conversation = conversation;
    this.customer = customer;
    this.priority = priority;
    this.#write(conversation.openedAt, customer, { type: 'created', status: 'new', priority });
    this.#toTeam(conversation.openedAt + desk.random.between(0.5, 3) * SECOND);
  }

  get openedAt(): number {
    return this.conversation.openedAt;
  }

  /**
   * An agent of the team, the owner where possible, gets to the ticket at `at` or later and takes it. Gives
   * when, or null if nobody ever does.
   */
  pickUp(at: number): number | null {
    const { random, center } = this.desk;
    const work = center.backOffice.next(center.queue(this.conversation.queue).team, at, random, this.owner);
    if (work === null) return null;
    if (work.agent !== this.owner) {
      this.owner = work.agent;
      this.#write(work.at, work.agent.actor, {
        type: 'assigned',
        agent_id: work.agent.id,
        team: work.agent.crew.team,
      });
    }
    this.changeStatus(work.at, 'open', work.agent.actor);
    return work.at;
  }

  /** The owner writes to the customer after working on it for some minutes. Gives when. */
  reply(at: number): number {
    const { random, center } = this.desk;
    const writing = at + random.duration({ medianMs: 5 * MINUTE, sigma: 0.6 }) * this.owner!.pace;
    const team = center.queue(this.conversation.queue).team;
    const sentAt = center.backOffice.next(team, writing, random, this.owner);
    // At the end of a shift the answer waits for whoever works next; that one takes over.
    const doneAt = sentAt?.agent === this.owner ? sentAt.at : (this.pickUp(writing) ?? at);
    const text = this.#words().agent(this.#replies++ === 0 ? 'first' : 'middle', isCourteous(this.owner!));
    this.#write(doneAt, this.owner!.actor, message(text));
    return doneAt;
  }

  /** The customer writes again. */
  askAgain(at: number): void {
    this.#write(at, this.customer, message(this.#words().customer('middle')));
  }

  note(at: number): void {
    this.#write(at, this.owner!.actor, message(this.#words().note(), false));
  }

  changeStatus(at: number, status: string, actor: Actor): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#write(at, actor, { type: 'status_changed', status });
  }

  changePriority(at: number, priority: Priority): void {
    if (priority === this.priority) return;
    this.priority = priority;
    this.#write(at, this.owner!.actor, { type: 'priority_changed', priority });
  }

  tag(at: number, tag: string): void {
    this.#write(at, SYSTEM, { type: 'tagged', added: [tag], removed: [] });
    this.conversation.tags = [...this.conversation.tags, tag];
  }

  escalate(at: number): void {
    this.#write(at, this.owner!.actor, { type: 'escalated', level: 'second-level' });
  }

  /** To another queue, where somebody else takes it. */
  transfer(at: number, queue: string): void {
    this.#write(at, this.owner!.actor, { type: 'transferred', to_queue: queue });
    this.conversation.queue = queue;
    this.owner = null;
    this.#toTeam(at);
  }

  merge(at: number, into: string, actor: Actor): void {
    this.#write(at, actor, { type: 'merged', into_conversation_id: into });
  }

  remove(at: number): void {
    this.#write(at, SYSTEM, { type: 'deleted' });
  }

  /** Made when the first message is written, as the ticket has its tags then. */
  #words(): Dialogue {
    const { id, customer, tags } = this.conversation;
    this.#dialogue ??= new Dialogue(id, customer, isComplaint(tags));
    return this.#dialogue;
  }

  #toTeam(at: number): void {
    const { team } = this.desk.center.queue(this.conversation.queue);
    this.#write(at, SYSTEM, { type: 'assigned', agent_id: null, team });
  }

  #write(at: number, actor: Actor, event: TicketBody): void {
    this.desk.log.ticket(this.conversation, at, actor, event);
  }
}
