import type { ConversationBody } from '../../../domain/timeline/timeline.ts';
import type { Packer } from './packer.ts';
import type { Unpacker } from './unpacker.ts';
import type { Words } from './words.ts';

/**
 * What happened in events, packed. Most say what thousands of others say (`status_changed` to `open`): such a body is kept
 * once, and is a number from its second time on. Bodies are shared: nobody may change one.
 */
export interface Bodies {
  pack(body: ConversationBody, packer: Packer): void;
  unpack(unpacker: Unpacker): ConversationBody;
}

/** Most bodies that have a number, and most that were seen once and are remembered. */
const MAX_BODIES = 20_000;

/** @param words for names of fields */
export function createBodies(words: Words): Bodies {
  const numbers = new Map<string, number>();
  const bodies: (ConversationBody | null)[] = [null];
  const seenOnce = new Set<string>();

  /** 0 where it has none. */
  function numberOf(body: ConversationBody, packed: string): number {
    const known = numbers.get(packed);
    if (known !== undefined) return known;
    if (bodies.length > MAX_BODIES) return 0;
    if (!seenOnce.delete(packed)) {
      if (seenOnce.size >= MAX_BODIES) seenOnce.clear();
      seenOnce.add(packed);
      return 0;
    }
    numbers.set(packed, bodies.length);
    return bodies.push(body) - 1;
  }

  return {
    pack(body, packer) {
      const start = packer.length;
      packer.uint(0);
      packValue(body, packer, words);
      const number = numberOf(body, packer.since(start));
      if (number === 0) return;
      packer.length = start;
      packer.uint(number);
    },
    unpack(unpacker) {
      const number = unpacker.uint();
      return number === 0 ? (unpackValue(unpacker, words) as ConversationBody) : bodies[number]!;
    },
  };
}

const NULL = 0;
const FALSE = 1;
const TRUE = 2;
const NUMBER = 3;
const TEXT = 4;
const LIST = 5;
const RECORD = 6;

/** What JSON can say. */
function packValue(value: unknown, packer: Packer, words: Words): void {
  if (value === null) packer.uint(NULL);
  else if (typeof value === 'boolean') packer.uint(value ? TRUE : FALSE);
  else if (typeof value === 'number') {
    packer.uint(NUMBER);
    packer.number(value);
  } else if (typeof value === 'string') {
    packer.uint(TEXT);
    packer.text(value);
  } else if (Array.isArray(value)) {
    packer.uint(LIST);
    packer.uint(value.length);
    for (const item of value) packValue(item, packer, words);
  } else packRecord(value as Record<string, unknown>, packer, words);
}

function packRecord(record: Record<string, unknown>, packer: Packer, words: Words): void {
  const fields = Object.keys(record).filter((field) => record[field] !== undefined);
  packer.uint(RECORD);
  packer.uint(fields.length);
  for (const field of fields) {
    packer.word(field, words);
    packValue(record[field], packer, words);
  }
}

function unpackValue(unpacker: Unpacker, words: Words): unknown {
  switch (unpacker.uint()) {
    case NULL:
      return null;
    case FALSE:
      return false;
    case TRUE:
      return true;
    case NUMBER:
      return unpacker.number();
    case TEXT:
      return unpacker.ownText();
    case LIST:
      return Array.from({ length: unpacker.uint() }, () => unpackValue(unpacker, words));
    default: {
      const record: Record<string, unknown> = {};
      for (let fields = unpacker.uint(); fields > 0; fields--)
        record[unpacker.word(words)] = unpackValue(unpacker, words);
      return record;
    }
  }
}
