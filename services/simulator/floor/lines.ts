import { MINUTE } from '../units.ts';
import type { Contact } from './contact.ts';
import type { Desk } from './desk.ts';

/** Key accounts are served as if they had waited this much longer, callbacks as if this much shorter. */
const VIP_HEAD_START_MS = 5 * MINUTE;
const CALLBACK_DELAY_MS = 4 * MINUTE;

/** Who waits in which queue, and who is next for whom. */
export class Lines {
  readonly #lines = new Map<string, Contact[]>();
  readonly #desks: Desk[] = [];
  #waiting = 0;

  get empty(): boolean {
    return this.#waiting === 0;
  }

  open(desk: Desk): void {
    this.#desks.push(desk);
  }

  /** Puts a contact at the end of its line; gives its place, 1 is next. */
  join(contact: Contact): number {
    this.#waiting++;
    return this.#line(contact).push(contact);
  }

  /** Takes a contact out of its line; false if it is in none. */
  leave(contact: Contact): boolean {
    const line = this.#line(contact);
    const place = line.indexOf(contact);
    if (place < 0) return false;
    line.splice(place, 1);
    this.#waiting--;
    return true;
  }

  /**
   * The agent to give a contact to: at home in the queue before guests, then the longest idle. A second chat
   * goes to whoever has one already, which keeps others free for calls.
   */
  deskFor(contact: Contact): Desk | null {
    let best: Desk | null = null;
    let bestRank = Number.POSITIVE_INFINITY;
    for (const desk of this.#desks) {
      const skill = desk.agent.queues.indexOf(contact.queue);
      if (skill < 0 || !takes(desk, contact)) continue;
      // Idle times are UTC ms, so one step of load or skill outweighs any of them.
      const rank = (LOAD_RANKS[desk.handling]! + 4 * Math.min(skill, 1)) * 1e14 + desk.idleSince;
      if (rank < bestRank) {
        best = desk;
        bestRank = rank;
      }
    }
    return best;
  }

  /** The contact that the agent takes next. */
  nextFor(desk: Desk): Contact | null {
    let best: Contact | null = null;
    let bestSince = Number.POSITIVE_INFINITY;
    for (const queue of desk.agent.queues) {
      for (const kind of KINDS) {
        const first = this.#lines.get(`${queue}/${kind}`)?.[0];
        if (first === undefined || !takes(desk, first)) continue;
        const since =
          first.queuedAt -
          (queue === 'vip' ? VIP_HEAD_START_MS : 0) +
          (first.callback ? CALLBACK_DELAY_MS : 0);
        if (since < bestSince) {
          best = first;
          bestSince = since;
        }
      }
    }
    return best;
  }

  #line(contact: Contact): Contact[] {
    const key = `${contact.queue}/${contact.callback ? 'callback' : contact.channel}`;
    let line = this.#lines.get(key);
    if (line === undefined) {
      line = [];
      this.#lines.set(key, line);
    }
    return line;
  }
}

/** Which agents get a chat first, by how many they have. */
const LOAD_RANKS = [1, 0, 2, 3, 4, 5, 6, 7];

function takes(desk: Desk, contact: Contact): boolean {
  return desk.agent !== contact.handedOnBy && desk.accepts(contact.channel);
}

const KINDS = ['voice', 'chat', 'messaging', 'callback'] as const;
