import type { Customer } from '../../../schemas/types.ts';
import { hash32, trait } from '../random.ts';
import { MINUTE } from '../units.ts';
import { CHINESE } from './chinese.ts';
import { ENGLISH } from './english.ts';
import type { Mood, Part, Phrases } from './language.ts';

/** Share of customers who write Chinese; the others write English. */
const CHINESE_SHARE = 0.12;
/** Of customers who have no reason to be annoyed. */
const PLEASED = 0.3;
const LONG_WAIT_MS = 4 * MINUTE;

/** What is written in one conversation, line after line. Drawn from nothing but its names: no other chance is moved. */
export class Dialogue {
  readonly #phrases: Phrases;
  readonly #draw: number;
  readonly #seed: number;
  #mood: Mood;
  #said = 0;

  constructor(conversation: string, customer: Customer | null, complains: boolean) {
    this.#phrases = trait(`${customer?.id}/language`) < CHINESE_SHARE ? CHINESE : ENGLISH;
    this.#seed = hash32(conversation);
    this.#draw = trait(`${conversation}/mood`);
    this.#mood = this.#draw > 1 - PLEASED ? 'pleased' : 'neutral';
    if (this.#draw < (complains ? 0.85 : 0.05)) this.#mood = 'annoyed';
  }

  /** Some take a long wait badly. */
  waited(ms: number): void {
    if (ms > LONG_WAIT_MS && this.#draw < 0.4) this.#mood = 'annoyed';
  }

  customer(part: Part): string {
    return this.#next(this.#phrases.customer[this.#mood][part]);
  }

  /** @param courteous whether the agent says sorry to somebody who is annoyed */
  agent(part: Part, courteous: boolean): string {
    const sorry = this.#mood === 'annoyed' && courteous && part === 'first';
    return this.#next(this.#phrases.agent[sorry ? 'apology' : part]);
  }

  note(): string {
    return this.#next(this.#phrases.agent.note);
  }

  bot(): string {
    return this.#next(this.#phrases.bot);
  }

  /** One after the other from anywhere on, so that little is said twice. */
  #next(lines: readonly string[]): string {
    const place = this.#seed + this.#said++;
    const line = lines[place % lines.length]!;
    return line.includes('#') ? line.replaceAll('#', String(10 + ((place * 7_919) % 9_000))) : line;
  }
}
