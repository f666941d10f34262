import type { Environment } from '../lib/config/environment.ts';
import { HttpProblem } from '../lib/http/problems.ts';
import { type AccessConfig, loadAccess } from './config.ts';
import { hashOf, KEY_PREFIX } from './key.ts';
import type { Principal } from './principal.ts';
import { createTokenReader } from './tokens.ts';

/**
 * Says who sends `Authorization: Bearer <key or token>`. Rejects with 401 `KEY_NEEDED`, `BAD_KEY` or `BAD_TOKEN`, and
 * as retriable while the keys of tokens cannot be had.
 */
export type Authenticate = (authorization: string | undefined) => Promise<Principal>;

export function createAuthenticate({ principals, tokens }: AccessConfig): Authenticate {
  const readToken = tokens === null ? null : createTokenReader(tokens);
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

/** As ACCESS_CONFIG has it; undefined where it is not set: there are no keys then. Throws as `loadAccess` does. */
export function authenticateOf({ ACCESS_CONFIG: path }: Environment): Authenticate | undefined {
  return path === undefined ? undefined : createAuthenticate(loadAccess(path));
}
