import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { codeOf, LinewatchError } from '../lib/errors.ts';
import { HttpProblem } from '../lib/http/problems.ts';
import { checkGrant, grantFields, principalOf } from './grant.ts';
import type { Principal } from './principal.ts';

/** What a token must be to be believed. */
export interface TokenTerms {
  issuer: string;
  audience: string;
  /** Where the issuer's public keys are. */
  jwks: URL;
}

/** Signatures that only the issuer can make: with a shared secret, whoever checks could. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const TIMEOUT_MS = 5_000;
/** Clocks of issuers differ a little from ours. */
const TOLERANCE_S = 5;

const claims = z.object({
  sub: z.string().min(1).max(200),
  linewatch: z.object(grantFields).superRefine(checkGrant),
});

/** Says whose a token is; rejects as `createTokenReader` says. */
export type TokenReader = (token: string) => Promise<Principal>;

/**
 * Believes a JWT that the issuer signed, and that says in its claim `linewatch` what its subject may do. Rejects with
 * 401 `BAD_TOKEN`, and as retriable with `ACCESS_UNAVAILABLE` while the issuer's keys cannot be had.
 */
export function createTokenReader({ issuer, audience, jwks }: TokenTerms): TokenReader {
  const keys = createRemoteJWKSet(jwks, { timeoutDuration: TIMEOUT_MS });
  const options = {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    clockTolerance: TOLERANCE_S,
    requiredClaims: ['sub', 'exp'],
  };

  async function payloadOf(token: string): Promise<JWTPayload> {
    try {
      return (await jwtVerify(token, keys, options)).payload;
    } catch (cause) {
      if (!isAboutToken(cause)) {
        throw new LinewatchError('ACCESS_UNAVAILABLE', 'the keys of tokens cannot be had', {
          cause,
          retriable: true,
        });
      }
      throw badToken(codeOf(cause), cause);
    }
  }

  return async (token) => {
    const parsed = claims.safeParse(await payloadOf(token));
    if (!parsed.success) throw badToken('the claim linewatch is missing or faulty', parsed.error);
    return principalOf(parsed.data.sub, parsed.data.linewatch);
  };
}

/** Everything else is about the issuer's keys: no answer, or one that has none. */
function isAboutToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
    error.code !== 'ERR_JOSE_GENERIC'
  );
}

function badToken(detail: string, cause: unknown): HttpProblem {
  return new HttpProblem(401, 'BAD_TOKEN', 'The token is not accepted', { detail, cause });
}
