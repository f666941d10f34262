import { z } from 'zod';
import { id } from '../fields.ts';

export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

/** A file with nothing but the secret: a mounted one. */
const secretFile = z.string().min(1);

/** Where alerts are told. */
export const alertChannel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kafka'), id }),
  z.strictObject({ kind: z.literal('webhook'), id, url: httpUrl, secretFile }),
]);

export type ChannelSettings = z.output<typeof alertChannel>;
