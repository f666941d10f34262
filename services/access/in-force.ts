import { isDeepStrictEqual } from 'node:util';
import type { FaultsError } from '../lib/errors.ts';
import type { RoleContext } from '../lib/role.ts';
import { watchFile } from '../lib/watch-file.ts';
import { type Authenticate, createAuthenticate } from './authenticate.ts';
import { type AccessConfig, loadAccess, parseAccess } from './config.ts';
import { createTokenReader } from './tokens.ts';

/** Who is told of what becomes of ACCESS_CONFIG while it is in use. */
export interface AccessNews {
  onChange?(before: AccessConfig, after: AccessConfig): void;
  onRefused?(error: FaultsError): void;
}

/**
 * Who may come in, as ACCESS_CONFIG has it now, for as long as the lifecycle runs: whoever is taken out of the file is
 * out within a second, and a faulty file changes nothing. Undefined where it is not set: there are no keys then.
 * Throws as `loadAccess` does.
 */
export async function accessInForce(
  { environment, lifecycle, log }: Pick<RoleContext, 'environment' | 'lifecycle' | 'log'>,
  news: AccessNews = {},
): Promise<Authenticate | undefined> {
  const { ACCESS_CONFIG: path } = environment;
  if (path === undefined) return undefined;
  let config = loadAccess(path);
  let readToken = readerOf(config);
  let current = createAuthenticate(config, readToken);

  function change(next: AccessConfig): void {
    const before = config;
    config = next;
    // The reader keeps the issuer's keys: to ask for them again could fail.
    if (!isDeepStrictEqual(before.tokens, next.tokens)) readToken = readerOf(next);
    current = createAuthenticate(next, readToken);
    news.onChange?.(before, next);
  }

  await lifecycle.start(
    async () =>
      watchFile({
        path,
        what: 'the file of keys',
        signals: process,
        log,
        parse: parseAccess,
        onChange: change,
        onRefused: (error) => news.onRefused?.(error),
      }),
    async (watch) => watch.close(),
  );
  return (authorization) => current(authorization);
}

const readerOf = ({ tokens }: AccessConfig) => (tokens === null ? null : createTokenReader(tokens));
