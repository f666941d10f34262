import type { Outgoing } from '../../lib/http/outgoing/outgoing.ts';

/** Posts a value as JSON; resolves with the body of the answer. */
export function postJson(
  outgoing: Pick<Outgoing, 'post'>,
  url: string,
  value: unknown,
  signal: AbortSignal,
): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  return outgoing.post({ url, headers, body: JSON.stringify(value) }, signal);
}
