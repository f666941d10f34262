import { HttpProblem } from '../lib/http/problems.ts';
import type { AccessConfig } from './config.ts';
import { hashOf, KEY_PREFIX } from './key.ts';
import type { Principal } from './principal.ts';
import { createTokenReader, type TokenReader } from './tokens.ts';

/**
 * Says who sends `Authorization: Bearer <key or token>`. Rejects with 401 `KEY_NEEDED`, `BAD_KEY` or `BAD_TOKEN`, and
 * as retriable while the keys of tokens cannot be had.
 */
export type Authenticate = (authorization: string | undefined) => Promise<Principal>;

/** @param readToken believes tokens by the terms of the configuration */
export function createAuthenticate(
  { principals, tokens }: AccessConfig,
  readToken: TokenReader | null = tokens === null ? null : createTokenReader(tokens),
): Authenticate {
  return async (authorization) => {
    const secret = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (secret === undefined) {
      throw new HttpProblem(401, 'KEY_NEEDED', 'A key is needed', {
        detail: 'send Authorization: Bearer <key>',
      });
    }
    if (readToken !== null && !secret.startsWith(KEY_PREFIX)) return readToken(secret);
    const principal = principals.get(hashOf(secret));
    if (principal === undefined) throw new HttpProblem(401, 'BAD_KEY', 'The key is not accepted');
    return principal;
  };
}
