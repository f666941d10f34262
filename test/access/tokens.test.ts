import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTokenReader } from '../../services/access/tokens.ts';

const ISSUER = 'https://id.example.com/';
const SUPERVISOR = { role: 'supervisor', teams: ['support'] };

describe('tokens', () => {
  let server: Server;
  let jwks: URL;
  let privateKey: CryptoKey;
  let read: ReturnType<typeof createTokenReader>;

  beforeAll(async () => {
    const pair = await generateKeyPair('ES256');
    privateKey = pair.privateKey;
    const keys = [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'ES256' }];
    server = createServer((_, response) => response.end(JSON.stringify({ keys })));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    jwks = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`);
    read = createTokenReader({ issuer: ISSUER, audience: 'linewatch', jwks });
  });
  afterAll(() => server.close());

  function token({
    issuer = ISSUER,
    audience = 'linewatch',
    linewatch = SUPERVISOR as unknown,
    expires = '1h',
  } = {}) {
    return new SignJWT({ linewatch })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setSubject('lena@example.com')
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(expires);
  }
  const signed = (made: SignJWT) => made.sign(privateKey);

  it('say who asks and what for', async () => {
    expect(await read(await signed(token()))).toEqual({
      name: 'lena@example.com',
      role: 'supervisor',
      scope: { team: ['support'] },
    });
  });

  it.each([
    ['of another issuer', { issuer: 'https://evil.example.com/' }],
    ['for another audience', { audience: 'payroll' }],
    ['that have run out', { expires: '-1h' }],
    ['without a role', { linewatch: {} }],
    ['of a supervisor of everything', { linewatch: { role: 'supervisor' } }],
  ])('%s are refused', async (_, faulty) => {
    await expect(read(await signed(token(faulty)))).rejects.toMatchObject({
      code: 'BAD_TOKEN',
      problem: { status: 401 },
    });
  });

  it('of another key, of none, or that anybody can sign, are refused', async () => {
    const other = await generateKeyPair('ES256');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
    const shared = new SignJWT({ linewatch: { role: 'admin' } }).setProtectedHeader({
      alg: 'HS256',
      kid: 'one',
    });
    for (const bad of [
      await token().sign(other.privateKey),
      unsigned,
      await shared.sign(new TextEncoder().encode('x'.repeat(32))),
      'not a token',
    ]) {
      await expect(read(bad), bad).rejects.toMatchObject({ code: 'BAD_TOKEN' });
    }
  });

  it('wait, and are not refused, while the keys of the issuer cannot be had', async () => {
    const nobody = createTokenReader({
      issuer: ISSUER,
      audience: 'linewatch',
      jwks: new URL('http://127.0.0.1:1/'),
    });
    await expect(nobody(await signed(token()))).rejects.toMatchObject({
      code: 'ACCESS_UNAVAILABLE',
      retriable: true,
    });
  });
});
