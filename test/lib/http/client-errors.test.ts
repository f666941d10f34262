import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpApp, type HttpApp } from '../../../services/lib/http/app.ts';
import { createLog } from '../../../services/lib/log.ts';

let app: HttpApp;
beforeAll(async () => {
  app = await createHttpApp({
    log: createLog({ level: 'silent' }),
    title: 'test',
    description: 'test',
    maxBodyBytes: 10,
    requestTimeoutMs: 1_000,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => app.close());

/** What the server answers to these bytes before it closes the connection. */
async function answerTo(bytes: string): Promise<string> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString();
  });
  // Closed while we still write: what came before that counts.
  socket.on('error', () => {});
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

it.each([
  ['no HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
  ['more headers than are read', `GET /${'x'.repeat(17_000)} HTTP/1.1\r\n\r\n`, 431, 'HEADERS_TOO_LONG'],
])('a connection that sends %s is answered with a problem and closed', async (_, bytes, status, code) => {
  const [head, body] = (await answerTo(bytes)).split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toContain('content-type: application/problem+json');
  expect(JSON.parse(body!)).toMatchObject({ type: 'about:blank', status, code });
});
