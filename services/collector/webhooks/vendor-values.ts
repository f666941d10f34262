/** Values as help desks write them, now as one type and now as another. */
import { z } from 'zod';

/** A text or a number. */
export const id = z.union([z.string().min(1), z.number()]).transform(String);

/** ISO 8601, down to nanoseconds; gives UTC ms. */
export const isoTime = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** Epoch seconds, with or without a fraction; gives UTC ms. */
export const epochSeconds = z.number().transform((seconds) => Math.round(seconds * 1_000));

/** Tags as a list, or as one text with blanks between them. */
export const tags = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(/\s+/))])
  .transform((list) => list.filter((tag) => tag !== ''));

/** What was written, or null; whatever else a vendor may put there is not worth a fault. */
export const writing = z.string().nullish().catch(null);

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
};

/** The words of a piece of HTML: enough to be read, not to be shown. */
export function textOf(html: string): string {
  return html
    .replace(/<[^<>]{1,1000}>/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name]!);
}
