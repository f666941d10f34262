import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Authenticate } from '../../services/access/authenticate.ts';
import { accessInForce } from '../../services/access/in-force.ts';
import { hashOf } from '../../services/access/key.ts';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import type { ClickHouse } from '../../services/lib/clickhouse/client.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { createLifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { createQueryApp } from '../../services/query/app.ts';
import { waitUntil } from '../support/product.ts';

const entryOf = (name: string, more = 'role: manager') =>
  `  - { name: ${name}, hash: '${hashOf(`lw_${name}`)}', ${more} }`;
const fileOf = (...entries: string[]) => ['keys:', ...entries, ''].join('\n');

describe('the file of keys while it is in use', () => {
  let folder: string;
  let file: string;
  let authenticate: Authenticate;
  let refused: number;
  const lifecycle = createLifecycle(() => {});

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'linewatch-access-'));
    file = path.join(folder, 'access.yaml');
    await writeFile(file, fileOf(entryOf('mona'), entryOf('sue', 'role: supervisor, teams: [one]')));
    refused = 0;
    authenticate = (await accessInForce(
      {
        environment: readEnvironment({ ACCESS_CONFIG: file }),
        lifecycle,
        log: createLog({ level: 'silent' }),
      },
      { onRefused: () => refused++ },
    ))!;
  });
  afterEach(async () => {
    await lifecycle.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const codeFor = (name: string) =>
    authenticate(`Bearer lw_${name}`).then(
      () => 'let in',
      ({ code }) => code as string,
    );

  /** As mounted secrets do. */
  async function replace(text: string): Promise<void> {
    await writeFile(path.join(folder, 'new'), text);
    await rename(path.join(folder, 'new'), file);
  }

  it('lets nobody in any more who was taken out, and whoever came in', async () => {
    expect([await codeFor('mona'), await codeFor('nina')]).toEqual(['let in', 'BAD_KEY']);
    await replace(fileOf(entryOf('nina')));
    await waitUntil(async () => (await codeFor('mona')) === 'BAD_KEY');
    expect(await codeFor('nina')).toBe('let in');
  });

  it('stays as it was while it is faulty', async () => {
    await replace(fileOf(entryOf('nina', 'role: nobody')));
    await waitUntil(() => refused === 1);
    expect([await codeFor('mona'), await codeFor('nina')]).toEqual(['let in', 'BAD_KEY']);
    await replace(fileOf(entryOf('nina')));
    await waitUntil(async () => (await codeFor('nina')) === 'let in');
    expect(await codeFor('mona')).toBe('BAD_KEY');
  });

  it('ends the stream of a key that was taken away or narrowed, and of no other', async () => {
    const clickhouse: ClickHouse = {
      query: async () => [],
      command: async () => {},
      insert: async () => {},
      ping: async () => true,
      close: async () => {},
    };
    const center = parseContactCenter('teams: [{ id: one }, { id: two }]', 'test.yaml');
    const app = await createQueryApp({
      clickhouse,
      center: () => center,
      metrics: new Registry(),
      checks: {},
      authenticate,
      log: createLog({ level: 'silent' }),
      now: Date.now,
    });
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    try {
      await replace(
        fileOf(entryOf('mona'), entryOf('sue', 'role: supervisor, teams: [one]'), entryOf('root')),
      );
      await waitUntil(async () => (await codeFor('root')) === 'let in');
      const open = async (name: string) => {
        const headers = { authorization: `Bearer lw_${name}` };
        const response = await fetch(`${address}/api/v1/stream`, { headers });
        expect(response.status).toBe(200);
        const stream = { boards: 0, ended: false };
        const read = async () => {
          for await (const text of response.body!.pipeThrough(new TextDecoderStream()))
            if (text.includes('event: live')) stream.boards++;
          stream.ended = true;
        };
        read().catch(() => {});
        return stream;
      };
      const [mona, sue, root] = await Promise.all(['mona', 'sue', 'root'].map(open));
      await waitUntil(() => [mona!, sue!, root!].every(({ boards }) => boards > 0));
      await replace(fileOf(entryOf('sue', 'role: supervisor, teams: [two]'), entryOf('root')));
      await waitUntil(() => mona!.ended && sue!.ended);
      const before = root!.boards;
      await waitUntil(() => root!.boards > before);
      expect(root!.ended).toBe(false);
    } finally {
      await app.close();
    }
  });
});
