/** An example of per cent in the hint of a box, such as `80%`. */
const PER_CENT = /\d%/;
const FROM_ONE = /^[+-]?[1-9]\d*(?:\.\d+)?$/;

/**
 * A value as it goes into the address. Where the hint of its box gives per cent as examples, a bare number from 1 on is
 * per cent: to the service 10 would be ten times more. What a Chinese keyboard writes in full width is as its ASCII.
 */
export function readTyped(typed: string, hint: string): string {
  const text = typed.normalize('NFKC').trim();
  return PER_CENT.test(hint) && FROM_ONE.test(text) ? `${text}%` : text;
}
