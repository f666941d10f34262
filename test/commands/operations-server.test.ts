import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Counter, Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../../services/access/key.ts';
import { startOperations } from '../../services/commands/operations-server.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { endpointsOf } from '../../services/lib/connections.ts';
import type { ReadinessCheck } from '../../services/lib/http/operations.ts';
import { createLifecycle, type Lifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';

const KEY = 'lw_monitor';

describe('the operations port of a role that answers nobody else', () => {
  let lifecycle: Lifecycle;
  let folder: string;
  let checks: Record<string, ReadinessCheck>;
  const metrics = new Registry();
  new Counter({ name: 'test_total', help: 'test', registers: [metrics] }).inc(3);

  beforeEach(async () => {
    lifecycle = createLifecycle(() => {});
    folder = await mkdtemp(path.join(tmpdir(), 'linewatch-operations-'));
    checks = { started: async () => false };
  });
  afterEach(async () => {
    await lifecycle.stop();
    await rm(folder, { recursive: true });
  });

  async function start(
    variables: Record<string, string>,
    needs: { needsClickHouse?: boolean } = {},
  ): Promise<string | null> {
    const environment = readEnvironment({ ...variables, CLICKHOUSE_URL: 'http://127.0.0.1:1' });
    const context = {
      environment,
      endpoints: endpointsOf(environment),
      lifecycle,
      log: createLog({ level: 'silent' }),
    };
    return startOperations(context, { checks, metrics, ...needs });
  }
  async function get(url: string, key?: string) {
    const response = await fetch(url, key ? { headers: { authorization: `Bearer ${key}` } } : {});
    return { status: response.status, text: await response.text() };
  }

  it('does not ask for a database that the role has no need of', async () => {
    const address = await start({ OPERATIONS_PORT: '0' }, { needsClickHouse: false });
    checks.started = async () => true;
    const { status, text } = await get(`${address}/readyz`);
    expect([status, JSON.parse(text).checks]).toEqual([200, { started: 'ok' }]);
  });

  it('is there only where one is named', async () => {
    expect(await start({})).toBeNull();
  });

  it('tells that a role lives and is not ready, and since when it is', async () => {
    const address = await start({ OPERATIONS_PORT: '0' });
    expect((await get(`${address}/healthz`)).status).toBe(200);
    checks.started = async () => true;
    const { status, text } = await get(`${address}/readyz`);
    expect([status, JSON.parse(text).checks]).toEqual([
      503,
      { started: 'ok', clickhouse: 'does not answer' },
    ]);
    expect((await get(`${address}/metrics`)).text).toContain('test_total 3');
  });

  it('listens on no other address without keys', async () => {
    await expect(start({ OPERATIONS_PORT: '0', HOST: '0.0.0.0' })).rejects.toMatchObject({
      code: 'KEYS_NEEDED',
    });
  });

  it('shows figures to those with a key for them, and health to all', async () => {
    const file = path.join(folder, 'access.yaml');
    await writeFile(file, `keys: [{ name: prometheus, hash: '${hashOf(KEY)}', role: monitor }]`);
    const address = (await start({ OPERATIONS_PORT: '0', HOST: '0.0.0.0', ACCESS_CONFIG: file }))!;
    expect((await get(`${address}/healthz`)).status).toBe(200);
    expect((await get(`${address}/metrics`)).status).toBe(401);
    expect((await get(`${address}/metrics`, KEY)).text).toContain('test_total 3');
  });
});
