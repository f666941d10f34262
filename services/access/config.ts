import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { codeOf, type Fault, FaultsError } from '../lib/errors.ts';
import { checkGrant, grantFields, principalOf } from './grant.ts';
import type { Principal } from './principal.ts';
import type { TokenTerms } from './tokens.ts';

const name = z.string().regex(/^[\w.@-]{1,100}$/, 'must be of letters, digits, . _ @ and -');

const keySchema = z
  .strictObject({
    name,
    hash: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'must be what `linewatch make-key` prints'),
    ...grantFields,
  })
  .superRefine(checkGrant);

const jwks = z
  .url({ protocol: /^https?$/ })
  .refine((url) => url.startsWith('https:') || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url), {
    error: 'must be https: whoever can change the answer can make tokens',
  });

const schema = z.strictObject({
  keys: z.array(keySchema).default([]),
  tokens: z.strictObject({ issuer: z.string().min(1), audience: z.string().min(1), jwks }).optional(),
});

/** Who may come in, and how they prove who they are. */
export interface AccessConfig {
  /** By the hash of the key. */
  principals: ReadonlyMap<string, Principal>;
  /** Terms that tokens must meet; null: there are none. */
  tokens: TokenTerms | null;
}

/** Reads ACCESS_CONFIG, a YAML file. Throws `FaultsError` (`BAD_ACCESS_CONFIG`) with every fault at once. */
export function loadAccess(path: string): AccessConfig {
  try {
    return parseAccess(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (error instanceof FaultsError) throw error;
    throw refuse(path, [{ path, message: `cannot be read: ${codeOf(error)}` }]);
  }
}

/** As `loadAccess`, of its text. `label` names it in messages; no value of it is repeated in one. */
export function parseAccess(text: string, label: string): AccessConfig {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) {
    throw refuse(
      label,
      document.errors.map(({ message }) => ({ path: label, message })),
    );
  }
  const parsed = schema.safeParse(document.toJS() ?? {});
  if (!parsed.success) {
    throw refuse(
      label,
      parsed.error.issues.map(({ path, message }) => ({ path: z.core.toDotPath(path) || label, message })),
    );
  }
  const { keys, tokens } = parsed.data;
  const faults: Fault[] = [...repeated(keys, 'name'), ...repeated(keys, 'hash')];
  if (keys.length === 0 && tokens === undefined) {
    faults.push({ path: label, message: 'has neither keys nor tokens: nobody could come in' });
  }
  if (faults.length > 0) throw refuse(label, faults);
  return {
    principals: new Map(keys.map((key) => [key.hash, principalOf(key.name, key)])),
    tokens: tokens === undefined ? null : { ...tokens, jwks: new URL(tokens.jwks) },
  };
}

function repeated(keys: readonly z.output<typeof keySchema>[], field: 'name' | 'hash'): Fault[] {
  const values = keys.map((key) => key[field]);
  return values.flatMap((value, i) =>
    values.indexOf(value) < i ? [{ path: `keys[${i}].${field}`, message: 'stands for an earlier key' }] : [],
  );
}

function refuse(label: string, faults: readonly Fault[]): FaultsError {
  return new FaultsError('BAD_ACCESS_CONFIG', `${label} has faults`, faults);
}
