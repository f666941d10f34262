import type { EventLog } from '../event-log.ts';
import type { Agent } from '../people/agents.ts';
import type { Activity } from '../people/roster.ts';
import type { Contact } from './contact.ts';

/**
 * An agent at work: what the agent handles, and the state that follows from it. An agent has one call or up to
 * `slots` chats; `available` means that something new may come.
 */
export class Desk {
  readonly agent: Agent;
  /** Since when the agent has nothing to do; the longest idle gets the next contact. */
  idleSince = 0;
  readonly #log: EventLog;
  #presence: 'on' | 'offline' | Activity = 'offline';
  /** Set while the agent takes nothing new: what to do when the last contact is over. */
  #whenFree: ((at: number) => void) | null = null;
  #onCall = false;
  /** Contacts that were given to the agent and ring. */
  #ringing = 0;
  #active = 0;
  #wrapping = 0;
  #reported = 'offline';

  constructor(agent: Agent, log: EventLog) {
    this.agent = agent;
    this.#log = log;
  }

  get handling(): number {
    return this.#active + this.#wrapping;
  }

  get loggedIn(): boolean {
    return this.#presence !== 'offline';
  }

  /** On the queues, and not about to leave them. */
  get onQueues(): boolean {
    return this.#presence === 'on' && this.#whenFree === null;
  }

  get free(): boolean {
    return this.handling + this.#ringing === 0;
  }

  /** Whether a contact of the channel could come now. */
  accepts(channel: Contact['channel']): boolean {
    if (!this.onQueues || this.#onCall) return false;
    if (this.#wrapping > 0 && this.#active === 0) return false;
    const { desk, slots } = this.agent.crew;
    if (channel === 'voice') return desk !== 'chats' && this.free;
    return desk !== 'calls' && this.handling + this.#ringing < slots;
  }

  ring(channel: Contact['channel']): void {
    this.#ringing++;
    if (channel === 'voice') this.#onCall = true;
  }

  answer(at: number): void {
    this.#ringing--;
    this.#active++;
    this.#report(at);
  }

  wrapUp(at: number): void {
    this.#active--;
    this.#wrapping++;
    this.#report(at);
  }

  /** The agent is through with a contact: after its wrap-up, or when it was handed on. */
  release(at: number, from: 'active' | 'wrapping'): void {
    if (from === 'active') this.#active--;
    else this.#wrapping--;
    if (this.free) {
      this.#onCall = false;
      this.idleSince = at;
    }
    if (this.free && this.#whenFree !== null) this.#whenFree(at);
    else this.#report(at);
  }

  /** Takes nothing new from now on, and does `then` when all contacts are over: at once if there is none. */
  finishThen(at: number, then: (at: number) => void): void {
    if (this.free) {
      then(at);
      return;
    }
    this.#whenFree = then;
    this.#report(at);
  }

  /** Comes on the queues, or leaves them; only when free. */
  become(at: number, presence: 'on' | 'offline' | Activity): void {
    this.#presence = presence;
    this.#whenFree = null;
    this.idleSince = at;
    this.#report(at);
  }

  #report(at: number): void {
    const state = this.#state();
    const slots = this.#onCall ? 1 : this.agent.crew.slots;
    const now = `${state}/${slots}/${this.handling}`;
    if (now === this.#reported) return;
    this.#reported = now;
    this.#log.agent(at, this.agent.actor, {
      type: 'state_changed',
      state,
      slots,
      slots_busy: this.handling,
      queues: this.agent.queues as string[],
    });
  }

  #state(): string {
    if (this.#presence !== 'on') return this.#presence;
    if (this.#active === 0 && this.#wrapping > 0) return 'wrap_up';
    if (this.#onCall && this.#active > 0) return 'busy';
    if (this.handling >= this.agent.crew.slots || (this.#whenFree !== null && this.handling > 0))
      return 'busy';
    return 'available';
  }
}
