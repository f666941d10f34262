import { MAX_FINGERPRINT } from './said.ts';

/** Shorter texts (`yes`, `thank you`) come again without being a repetition, letters; a Han character counts as two. */
const MIN_LETTERS = 16;

/**
 * A number that is the same for the same text of the same conversation; null where the text is too short for that to
 * mean anything. Only letters count, whatever their case: no number, address or code that somebody gave is in it.
 *
 * It says little about the text: it has 24 bits, and the conversation's id is in it, so that the same text in another
 * conversation has another one and no table of common texts fits twice. Of two different texts of one conversation one
 * pair in sixteen millions meets. The hash need not resist attacks: whoever wants to try guesses can with any.
 */
export function fingerprintOf(text: string, conversationId: string): number | null {
  const letters = text.toLowerCase().match(/\p{L}/gu) ?? [];
  const length = letters.length + letters.filter((one) => /\p{Script=Han}/u.test(one)).length;
  if (length < MIN_LETTERS) return null;
  return hashOf(`${conversationId}\n${letters.join('')}`) & MAX_FINGERPRINT;
}

/** FNV-1a over UTF-16 units, 32 bits, with the last step of MurmurHash3 so that the lower bits depend on all. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
