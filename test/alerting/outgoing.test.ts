import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createAddressCheck } from '../../services/lib/http/outgoing/addresses.ts';
import { createOutgoing, type OutgoingOptions } from '../../services/lib/http/outgoing/outgoing.ts';

const closing: { close(): unknown }[] = [];
afterEach(() => {
  for (const server of closing.splice(0)) server.close();
});

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  server.listen(0, '127.0.0.1');
  closing.push(server);
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

function post(url: string, options: Partial<OutgoingOptions> = {}) {
  const outgoing = createOutgoing({
    allowNetworks: ['127.0.0.0/8'],
    timeoutMs: 5_000,
    maxResponseBytes: 1_000,
    ...options,
  });
  return outgoing.post({ url, headers: { 'x-test': '1' }, body: '{}' }, new AbortController().signal);
}

describe('addresses', () => {
  const check = createAddressCheck(['10.1.0.0/16', 'fd00:1::/32']);
  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.0.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '169.254.169.254',
    '100.100.100.200',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:a9fe:a9fe',
    'fe80::1',
    'fc00::1',
    'fd00:ec2::254',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'ff02::1',
    'nonsense',
  ])('%s may not be reached', (address) => expect(check(address)).toBe(false));
  it.each([
    '8.8.8.8',
    '172.32.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '10.1.2.3',
    '::ffff:10.1.2.3',
    'fd00:1::5',
  ])('%s may be reached', (address) => expect(check(address)).toBe(true));
});

describe('an outgoing request', () => {
  it('posts and gives the answer', async () => {
    const port = await listen(
      createServer((request, response) => response.end(`${request.method} ${request.headers['x-test']}`)),
    );
    expect(await post(`http://127.0.0.1:${port}/`)).toBe('POST 1');
  });

  it.each([
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://2130706433:1/',
    'http://0x7f.1:1/',
    'http://localhost:1/',
  ])('to %s is refused before anything is sent', async (url) => {
    await expect(post(url, { allowNetworks: [] })).rejects.toMatchObject({
      code: 'OUTGOING_REFUSED',
      retriable: false,
    });
  });

  it('is refused when one address of a host is private, whichever comes first', async () => {
    const resolve = async () => ['8.8.8.8', '10.0.0.1'];
    await expect(post('http://rebind.example/', { allowNetworks: [], resolve })).rejects.toMatchObject({
      code: 'OUTGOING_REFUSED',
    });
  });

  it('goes to the address that was checked: the name is not resolved a second time', async () => {
    const port = await listen(createServer((request, response) => response.end(request.headers.host)));
    let asked = 0;
    const resolve = async () => {
      asked++;
      return ['127.0.0.1'];
    };
    expect(await post(`http://somewhere.invalid:${port}/`, { resolve })).toBe(`somewhere.invalid:${port}`);
    expect(asked).toBe(1);
  });

  it('does not follow a redirect', async () => {
    let reached = false;
    const inner = await listen(
      createServer((_, response) => {
        reached = true;
        response.end();
      }),
    );
    const port = await listen(
      createServer((_, response) =>
        response.writeHead(307, { location: `http://127.0.0.1:${inner}/` }).end(),
      ),
    );
    await expect(post(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'OUTGOING_REDIRECTED',
      retriable: false,
    });
    expect(reached).toBe(false);
  });

  it.each([
    [500, true],
    [503, true],
    [429, true],
    [400, false],
    [404, false],
  ])('answered with %i is retriable: %s', async (status, retriable) => {
    const port = await listen(createServer((_, response) => response.writeHead(status).end('secret')));
    const error = await post(`http://127.0.0.1:${port}/`).catch((reason) => reason);
    expect(error).toMatchObject({ code: `OUTGOING_STATUS_${status}`, retriable });
    expect(error.message).not.toContain('secret');
  });

  it('ends after its time when the receiver hangs', async () => {
    const port = await listen(createTcpServer(() => {}));
    await expect(post(`http://127.0.0.1:${port}/`, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'OUTGOING_TIMEOUT',
      retriable: true,
    });
  });

  it('ends after its time when the answer never ends', async () => {
    const port = await listen(createServer((_, response) => response.writeHead(200).write('x')));
    await expect(post(`http://127.0.0.1:${port}/`, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'OUTGOING_TIMEOUT',
    });
  });

  it('is retriable when the receiver resets the connection', async () => {
    const port = await listen(createTcpServer((socket) => socket.resetAndDestroy()));
    await expect(post(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      code: 'OUTGOING_FAILED',
      retriable: true,
    });
  });

  it('gives up an answer that is too long', async () => {
    const port = await listen(createServer((_, response) => response.end('x'.repeat(2_000))));
    await expect(post(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ code: 'OUTGOING_TOO_LARGE' });
  });
});
