import { z } from 'zod';
import { id } from '../fields.ts';

export const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

/** A file with nothing but the secret: a mounted one. Where a URL holds the secret, the URL stands in the file. */
const secretFile = z.string().min(1);

const email = z
  .strictObject({
    kind: z.literal('email'),
    id,
    host: z.string().min(1).max(253),
    /** 587 with starttls, 465 with implicit, 25 with none, if not given. */
    port: z.number().int().min(1).max(65_535).optional(),
    /** `starttls` and `implicit` send nothing before the connection is encrypted. */
    tls: z.enum(['starttls', 'implicit', 'none']).default('starttls'),
    user: z.string().min(1).optional(),
    passwordFile: secretFile.optional(),
    from: z.email(),
    to: z.array(z.email()).min(1, 'a mail needs a receiver').max(50),
  })
  .refine((mail) => (mail.user === undefined) === (mail.passwordFile === undefined), {
    path: ['user'],
    message: 'give both user and passwordFile, or none of them',
  })
  .refine((mail) => mail.user === undefined || mail.tls !== 'none', {
    path: ['tls'],
    message: 'a password does not go over a connection without TLS',
  });

/** Where alerts are told. */
export const alertChannel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('kafka'), id }),
  z.strictObject({ kind: z.literal('webhook'), id, url: httpUrl, secretFile }),
  z.strictObject({ kind: z.literal('slack'), id, urlFile: secretFile }),
  /** `url` is the Alertmanager's own, without `/api/v2/alerts`. */
  z.strictObject({ kind: z.literal('alertmanager'), id, url: httpUrl, tokenFile: secretFile.optional() }),
  email,
  z.strictObject({
    kind: z.literal('pagerduty'),
    id,
    routingKeyFile: secretFile,
    url: httpUrl.default('https://events.pagerduty.com/v2/enqueue'),
  }),
  z.strictObject({ kind: z.literal('dingtalk'), id, urlFile: secretFile, secretFile }),
  z.strictObject({ kind: z.literal('wecom'), id, urlFile: secretFile }),
]);

export type ChannelSettings = z.output<typeof alertChannel>;
