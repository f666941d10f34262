import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { EMBEDDED_USER } from '../../../services/lib/embedded-login.ts';

interface Login {
  user: string;
  password: string;
}

/**
 * Whether a request shows the secret, in one of the three ways that ClickHouse knows: HTTP's Basic, headers of its
 * own, parameters of the address.
 */
export function showsSecret(request: Pick<IncomingMessage, 'headers' | 'url'>, secret: string): boolean {
  const { user, password } = basic(request) ?? headers(request) ?? parameters(request);
  return user === EMBEDDED_USER && timingSafeEqual(digest(password), digest(secret));
}

function basic({ headers }: Pick<IncomingMessage, 'headers'>): Login | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [, user = '', password = ''] =
    /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return { user, password };
}

function headers({ headers }: Pick<IncomingMessage, 'headers'>): Login | undefined {
  const { 'x-clickhouse-user': user, 'x-clickhouse-key': password } = headers;
  if (user === undefined && password === undefined) return undefined;
  return { user: String(user ?? EMBEDDED_USER), password: String(password ?? '') };
}

function parameters({ url }: Pick<IncomingMessage, 'url'>): Login {
  const { searchParams } = new URL(url ?? '/', 'http://localhost');
  return { user: searchParams.get('user') ?? EMBEDDED_USER, password: searchParams.get('password') ?? '' };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
