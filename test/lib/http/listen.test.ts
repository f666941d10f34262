import { afterEach, describe, expect, it } from 'vitest';
import { createHttpApp, type HttpApp } from '../../../services/lib/http/app.ts';
import { listen } from '../../../services/lib/http/listen.ts';
import { createLog } from '../../../services/lib/log.ts';

describe('listen', () => {
  const apps: HttpApp[] = [];
  afterEach(() => Promise.all(apps.splice(0).map((app) => app.close())));

  async function start(host: string, port: number, authenticated = false): Promise<string> {
    const app = await createHttpApp({
      log: createLog({ level: 'silent' }),
      title: 'test',
      description: 'test',
      maxBodyBytes: 1_000,
      requestTimeoutMs: 1_000,
    });
    apps.push(app);
    return listen(app, { host, port, authenticated });
  }

  it('gives the address', async () => {
    const address = await start('127.0.0.1', 0);
    expect((await fetch(`${address}/openapi.json`)).status).toBe(200);
  });

  it('says that a port is taken', async () => {
    const port = Number(new URL(await start('127.0.0.1', 0)).port);
    await expect(start('127.0.0.1', port)).rejects.toMatchObject({ code: 'PORT_IN_USE' });
  });

  it.each(['0.0.0.0', '::', '192.0.2.1', '127.0.0.1.example.com'])(
    'does not listen on %s without keys',
    async (host) => {
      await expect(start(host, 0)).rejects.toMatchObject({ code: 'KEYS_NEEDED' });
    },
  );

  it.each(['localhost', '127.0.0.2'])('listens on %s without keys', async (host) => {
    expect(await start(host, 0)).toMatch(/^http:/);
  });

  it('listens anywhere with keys', async () => {
    expect(await start('0.0.0.0', 0, true)).toMatch(/^http:/);
  });
});
