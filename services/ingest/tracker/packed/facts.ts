import type { Difference } from '../../../domain/measure/difference.ts';
import { NOTHING_EARLIER } from '../../../domain/measure/earlier.ts';
import { Fact, type FactName, type FactState, sameDimensions } from '../../../domain/measure/fact.ts';
import { Packer } from './packer.ts';
import { Unpacker } from './unpacker.ts';
import type { Words } from './words.ts';

/** Facts of a conversation as a string. Equal facts are equal bytes: nothing is made an object to be compared. */
export interface FactPacking {
  /** @param openedAt of the conversation, UTC ms: times are counted from it */
  pack(facts: readonly Fact[], openedAt: number): string;
  /** What `difference` gives of the facts that were packed and those of now; and these packed. */
  replace(before: string, after: readonly Fact[], openedAt: number): Difference & { packed: string };
}

/** What a fact has that most have not; each a bit. */
const BEGAN = 1;
const ENDED = 2;
const LABEL = 4;
/** A value that is not the time from `at` to the end. */
const VALUE = 8;
/** Business time that is not the value. */
const BUSINESS = 16;
const TARGET = 32;
const PARTS = 64;
const BOT = 128;
const RATING = 256;
/** No fact of its family ended before; or some did, which it names. */
const FIRST = 512;
const EARLIER = 1024;

/** Bytes of the number of bytes before each fact. */
const LENGTH_BYTES = 3;

/** Up to this many facts, looking through them is faster than a table of their keys is to build. */
const MAX_SEARCHED = 48;

/** Facts in the bytes of a packer: where each one's key begins and, of those just written, where its content does. */
interface Places {
  keys: number[];
  contents: number[];
}

/** @param words for names of queues, agents, states and the like */
export function createFactPacking(words: Words): FactPacking {
  const now = new Packer();
  const old = new Packer();

  /** Facts of one conversation have one customer, who stands before them. */
  function packAll(facts: readonly Fact[], openedAt: number): Places {
    const places: Places = { keys: [], contents: [] };
    now.length = 0;
    if (facts.length > 0) now.text(facts[0]!.customerId);
    let before: Fact | null = null;
    let dimensions = 0;
    let rest = 0;
    for (const fact of facts) {
      now.skip(LENGTH_BYTES);
      const start = now.length;
      places.keys.push(start);
      packKey(fact, openedAt, now, words);
      const content = now.length;
      places.contents.push(content);
      // Most facts have the dimensions of the one before.
      if (before !== null && sameDimensions(before, fact)) now.again(dimensions, rest);
      else packDimensions(fact, now, words);
      dimensions = content;
      rest = now.length;
      packRest(fact, now, words);
      before = fact;
      now.bytes.writeUIntLE(now.length - start, start - LENGTH_BYTES, LENGTH_BYTES);
    }
    return places;
  }

  return {
    pack(facts, openedAt) {
      packAll(facts, openedAt);
      return now.since(0);
    },
    replace(before, after, openedAt) {
      const { keys, contents } = packAll(after, openedAt);
      const packed = now.since(0);
      if (before === '' || packed === before)
        return { packed, upserts: before === '' ? after.slice() : [], tombstones: [], moved: [] };
      const head = new Unpacker(before);
      const customerId = head.text();
      const isSameCustomer = after[0]?.customerId === customerId;
      old.length = 0;
      old.packed(before);
      const known = keysIn(old.bytes, head.at, old.length);
      const isGone = new Uint8Array(known.length).fill(1);
      const upserts: Fact[] = [];
      const moved: Fact[] = [];
      let table: Map<string, number> | null = null;
      /** Facts come in much the same order each time. */
      let expected = 0;
      for (let i = 0; i < after.length; i++) {
        const fact = after[i]!;
        const key = keys[i]!;
        const end = contents[i]!;
        let place = expected;
        if (place >= known.length || !sameBytes(old.bytes, known[place]!, now.bytes, key, end - key)) {
          if (known.length > MAX_SEARCHED) table ??= tableOf(old.bytes, known);
          place =
            table === null
              ? search(old.bytes, known, expected, now.bytes, key, end)
              : (table.get(now.bytes.toString('latin1', key, end)) ?? -1);
        }
        if (place >= 0) {
          expected = place + 1;
          isGone[place] = 0;
          const start = known[place]!;
          if (isSameCustomer && sameFact(old.bytes, start, now.bytes, key)) continue;
          const stood = unpackFact(before, start, openedAt, customerId, words);
          if (stood.endedAt !== fact.endedAt || stood.label !== fact.label) moved.push(stood);
        }
        upserts.push(fact);
      }
      const tombstones: Fact[] = [];
      for (let place = 0; place < known.length; place++) {
        if (isGone[place] === 1)
          tombstones.push(unpackFact(before, known[place]!, openedAt, customerId, words));
      }
      return { packed, upserts, tombstones, moved };
    },
  };
}

function packKey(fact: Fact, openedAt: number, packer: Packer, words: Words): void {
  packer.word(fact.fact, words);
  packer.number(fact.at - openedAt);
  packer.uint(fact.seq);
}

function packRest(fact: Fact, packer: Packer, words: Words): void {
  const { at, endedAt, valueMs } = fact;
  const span = endedAt === null ? 0 : endedAt - at;
  const has =
    (fact.beganAt !== at ? BEGAN : 0) |
    (endedAt !== null ? ENDED : 0) |
    (fact.label !== '' ? LABEL : 0) |
    (valueMs !== span ? VALUE : 0) |
    (fact.businessMs !== valueMs ? BUSINESS : 0) |
    (fact.targetMs !== 0 ? TARGET : 0) |
    (fact.holdMs !== 0 || fact.wrapMs !== 0 ? PARTS : 0) |
    (fact.botMs !== 0 || fact.botBusinessMs !== 0 ? BOT : 0) |
    (fact.score !== 0 || fact.scale !== 0 ? RATING : 0) |
    (fact.earlier === NOTHING_EARLIER ? FIRST : fact.earlier !== '' ? EARLIER : 0);
  packer.uint(has);
  packer.word(fact.state, words);
  if (has & BEGAN) packer.number(fact.beganAt - at);
  if (has & ENDED) packer.number(span);
  if (has & LABEL) packer.word(fact.label, words);
  if (has & VALUE) packer.number(valueMs);
  if (has & BUSINESS) packer.number(fact.businessMs);
  if (has & TARGET) packer.number(fact.targetMs);
  if (has & PARTS) {
    packer.number(fact.holdMs);
    packer.number(fact.wrapMs);
  }
  if (has & BOT) {
    packer.number(fact.botMs);
    packer.number(fact.botBusinessMs);
  }
  if (has & RATING) {
    packer.number(fact.score);
    packer.number(fact.scale);
  }
  if (has & EARLIER) packer.text(fact.earlier);
}

function packDimensions(fact: Fact, packer: Packer, words: Words): void {
  packer.word(fact.queue, words);
  packer.word(fact.team, words);
  packer.word(fact.agent, words);
  packer.word(fact.priority, words);
  packer.word(fact.customerTier, words);
  packer.word(fact.policy, words);
}

/** The fact whose key begins at `start`. */
function unpackFact(packed: string, start: number, openedAt: number, customerId: string, words: Words): Fact {
  const from = new Unpacker(packed);
  from.at = start;
  const name = from.word(words) as FactName;
  const at = openedAt + from.number();
  const seq = from.uint();
  const queue = from.word(words);
  const team = from.word(words);
  const agent = from.word(words);
  const priority = from.word(words);
  const customerTier = from.word(words);
  const policy = from.word(words);
  const fact = new Fact(name, at, seq, { queue, team, agent, priority, customerTier, policy }, agent);
  const has = from.uint();
  fact.state = from.word(words) as FactState;
  fact.customerId = customerId;
  if (has & BEGAN) fact.beganAt = at + from.number();
  if (has & ENDED) fact.endedAt = at + from.number();
  if (has & LABEL) fact.label = from.word(words);
  fact.valueMs = has & VALUE ? from.number() : fact.endedAt === null ? 0 : fact.endedAt - at;
  fact.businessMs = has & BUSINESS ? from.number() : fact.valueMs;
  if (has & TARGET) fact.targetMs = from.number();
  if (has & PARTS) {
    fact.holdMs = from.number();
    fact.wrapMs = from.number();
  }
  if (has & BOT) {
    fact.botMs = from.number();
    fact.botBusinessMs = from.number();
  }
  if (has & RATING) {
    fact.score = from.number();
    fact.scale = from.number();
  }
  if (has & FIRST) fact.earlier = NOTHING_EARLIER;
  if (has & EARLIER) fact.earlier = from.text();
  return fact;
}

/** Where the keys of packed facts begin. */
function keysIn(bytes: Buffer, from: number, end: number): number[] {
  const keys: number[] = [];
  for (let key = from + LENGTH_BYTES; key < end; key += lengthBefore(bytes, key) + LENGTH_BYTES)
    keys.push(key);
  return keys;
}

/** Where the key ends that begins at a place: behind a word and two numbers. */
function keyEnd(bytes: Buffer, key: number): number {
  const from = new Unpacker(bytes.toString('latin1', key, key + lengthBefore(bytes, key)));
  if (from.uint() === 0) from.text();
  from.number();
  from.uint();
  return key + from.at;
}

function lengthBefore(bytes: Buffer, key: number): number {
  return bytes[key - 3]! | (bytes[key - 2]! << 8) | (bytes[key - 1]! << 16);
}

/**
 * The place of the fact with the key that lies there, -1 without one. A key is told from its beginning, where it ends: no
 * fact's bytes begin with another's key.
 */
function search(
  old: Buffer,
  keys: readonly number[],
  expected: number,
  bytes: Buffer,
  key: number,
  end: number,
): number {
  for (let step = 0, place = expected; step < keys.length; step++, place++) {
    if (place >= keys.length) place = 0;
    if (sameBytes(old, keys[place]!, bytes, key, end - key)) return place;
  }
  return -1;
}

function tableOf(old: Buffer, keys: readonly number[]): Map<string, number> {
  return new Map(keys.map((start, place) => [old.toString('latin1', start, keyEnd(old, start)), place]));
}

function sameFact(a: Buffer, keyA: number, b: Buffer, keyB: number): boolean {
  const length = lengthBefore(a, keyA);
  return length === lengthBefore(b, keyB) && sameBytes(a, keyA, b, keyB, length);
}

function sameBytes(a: Buffer, startA: number, b: Buffer, startB: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (a[startA + i] !== b[startB + i]) return false;
  return true;
}
