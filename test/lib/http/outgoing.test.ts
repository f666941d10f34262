import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createAddressCheck } from '../../../services/lib/http/outgoing/addresses.ts';
import { createOutgoing, type OutgoingOptions } from '../../../services/lib/http/outgoing/outgoing.ts';

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

function outgoing(options: Partial<OutgoingOptions> = {}) {
  return createOutgoing({
    allowNetworks: ['127.0.0.0/8'],
    timeoutMs: 60_000,
    maxResponseBytes: 1_000,
    ...options,
  });
}

function post(url: string, options: Partial<OutgoingOptions> = {}) {
  const request = { url, headers: { 'x-test': '1' }, body: '{}' };
  return outgoing(options).post(request, new AbortController().signal);
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

describe('an outgoing connection', () => {
  const signal = new AbortController().signal;

  it('goes to the address that was checked', async () => {
    const port = await listen(createTcpServer((socket) => socket.end('hello')));
    const socket = await outgoing({ resolve: async () => ['127.0.0.1'] }).connect(
      'mail.invalid',
      port,
      signal,
    );
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toBe('hello');
  });

  it.each(['127.0.0.1', '::1', '[::1]', 'localhost'])('to %s is refused', async (host) => {
    await expect(outgoing({ allowNetworks: [] }).connect(host, 25, signal)).rejects.toMatchObject({
      code: 'OUTGOING_REFUSED',
      retriable: false,
    });
  });

  it('that nobody takes is retriable', async () => {
    const server = createTcpServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    await expect(outgoing().connect('127.0.0.1', port, signal)).rejects.toMatchObject({
      code: 'OUTGOING_FAILED',
      retriable: true,
    });
  });

  it('ends after its time when the name is never resolved', async () => {
    const resolve = () => new Promise<string[]>(() => {});
    await expect(outgoing({ timeoutMs: 20, resolve }).connect('a.test', 25, signal)).rejects.toMatchObject({
      code: 'OUTGOING_TIMEOUT',
    });
  });
});
