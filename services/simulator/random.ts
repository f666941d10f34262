/** A lognormal duration: half are shorter than `medianMs`; `sigma` is the spread of the logarithm. */
export interface Spread {
  medianMs: number;
  sigma: number;
}

/**
 * A reproducible stream of random numbers (sfc32 by Chris Doty-Humphrey, seeded by a hash of `parts`).
 * Different parts give independent streams, so that one day, or one purpose, does not disturb another.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(...parts: readonly (string | number)[]) {
    const text = parts.join('/');
    this.#a = hash32(text, 0x9e3779b9);
    this.#b = hash32(text, 0x243f6a88);
    this.#c = hash32(text, 0xb7e15162);
    for (let i = 0; i < 12; i++) this.next();
  }

  /** Uniform in [0, 1). */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number from 0 to `below` - 1. */
  integer(below: number): number {
    return Math.floor(this.next() * below);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** A duration in ms. */
  duration(spread: Spread): number {
    return spread.medianMs * Math.exp(spread.sigma * this.normal());
  }

  pick<T>(list: readonly T[]): T {
    return list[this.integer(list.length)]!;
  }
}

/** A 32-bit hash of a text (FNV-1a with a final mix, so that texts that differ little hash apart). */
export function hash32(text: string, basis = 0x811c9dc5): number {
  let hash = basis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** A fixed trait in [0, 1) that belongs to whatever the text names. */
export function trait(text: string): number {
  return hash32(text) / 2 ** 32;
}
