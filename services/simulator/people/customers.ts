import type { Actor, Customer } from '../../../schemas/types.ts';
import { hash32, type Random, trait } from '../random.ts';

/** A customer as the customer of a conversation and as the actor of its events. */
export interface Person {
  customer: Customer;
  actor: Actor;
  /** One of the few who are here every other week. */
  regular: boolean;
}

/** Days in which a customer comes back, if at all. */
const COMES_BACK_WITHIN_DAYS = 7;

/** So many customers of each queue come again and again, and so large is their share of all contacts. */
const REGULARS = 8;
const OF_REGULARS = 0.006;

/**
 * Who the customers of one day are. A customer is known by the day, queue and place of the first visit, so
 * somebody of an earlier day can come back without that day being simulated again.
 */
export class CustomerBook {
  readonly #fresh = new Map<string, number>();
  readonly #key: string;
  readonly #day: number;
  readonly #returning: number;

  /** `key` tells books apart whose customers are others, `returning` is the share of customers who come back. */
  constructor(key: string, day: number, returning: number) {
    this.#key = key;
    this.#day = day;
    this.#returning = returning;
  }

  /**
   * Whoever contacts `queue` next: somebody new, or with the book's probability somebody who was there before.
   * `usualVisits` is about how many a day the queue has; the earlier visitor is one of the first half of them.
   */
  next(queue: string, usualVisits: number, random: Random): Person {
    if (random.chance(OF_REGULARS)) return this.#person(queue, 'regular', random.integer(REGULARS));
    const fresh = this.#fresh.get(queue) ?? 0;
    if (random.chance(this.#returning)) {
      const daysAgo = Math.floor(random.between(0, COMES_BACK_WITHIN_DAYS));
      const known = daysAgo === 0 ? fresh : Math.floor(usualVisits / 2);
      if (known > 0) return this.#person(queue, this.#day - daysAgo, random.integer(known));
    }
    this.#fresh.set(queue, fresh + 1);
    return this.#person(queue, this.#day, fresh);
  }

  #person(queue: string, day: number | 'regular', place: number): Person {
    const key = `${this.#key}/${queue}/${day}/${place}`;
    const id = `cu-${hex(hash32(key))}${hex(hash32(key, 0x243f6a88))}`;
    const customer = { id, tier: tierOf(queue, trait(`${key}/tier`)) };
    return { customer, actor: { kind: 'customer', id }, regular: day === 'regular' };
  }
}

function tierOf(queue: string, rank: number): string {
  if (queue === 'vip') return rank < 0.8 ? 'gold' : 'silver';
  return rank < 0.03 ? 'gold' : rank < 0.2 ? 'silver' : 'standard';
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
