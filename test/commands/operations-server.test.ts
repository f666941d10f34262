import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Counter, Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../../services/access/key.ts';
import type { Act } from '../../services/audit/act.ts';
import { NO_AUDIT } from '../../services/audit/audit.ts';
import { startOperations } from '../../services/commands/operations-server.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { endpointsOf } from '../../services/lib/connections.ts';
import type { ReadinessCheck } from '../../services/lib/http/operations.ts';
import { createLifecycle, type Lifecycle } from '../../services/lib/lifecycle.ts';
import { createLog } from '../../services/lib/log.ts';
import { waitUntil } from '../support/product.ts';

const KEY = 'lw_monitor';

describe('the operations port of a role that answers nobody else', () => {
  let lifecycle: Lifecycle;
  let folder: string;
  let checks: Record<string, ReadinessCheck>;
  let noted: Act[];
  const metrics = new Registry();
  new Counter({ name: 'test_total', help: 'test', registers: [metrics] }).inc(3);

  beforeEach(async () => {
    lifecycle = createLifecycle(() => {});
    folder = await mkdtemp(path.join(tmpdir(), 'linewatch-operations-'));
    checks = { started: async () => false };
    noted = [];
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
    const audit = { ...NO_AUDIT, note: (act: Act) => void noted.push(act) };
    return startOperations(context, { checks, metrics, audit, ...needs });
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

  it('notes who was not let in, each network and reason at once and then by number', async () => {
    const file = path.join(folder, 'access.yaml');
    await writeFile(file, `keys: [{ name: prometheus, hash: '${hashOf(KEY)}', role: monitor }]`);
    const address = (await start({ OPERATIONS_PORT: '0', ACCESS_CONFIG: file }))!;
    for (const key of [undefined, 'lw_guess1', 'lw_guess2', 'lw_guess3', KEY])
      await get(`${address}/metrics`, key);
    await get(`${address}/healthz`);
    const refusals = () =>
      noted.map(({ what, outcome, who, subjects, count, detail }) => ({
        what,
        outcome,
        who,
        network: subjects?.ids,
        count,
        detail,
      }));
    const refused = { what: 'login.refused', outcome: 'refused', who: '', network: ['127.0.0.0/24'] };
    const atOnce = [
      { ...refused, count: 1, detail: 'KEY_NEEDED' },
      { ...refused, count: 1, detail: 'BAD_KEY' },
    ];
    expect(refusals()).toEqual(atOnce);
    await lifecycle.stop();
    expect(refusals()).toEqual([...atOnce, { ...refused, count: 2, detail: 'BAD_KEY' }]);
  });

  it('notes what becomes of the file of keys', async () => {
    const file = path.join(folder, 'access.yaml');
    const keys = (name: string) => `keys: [{ name: ${name}, hash: '${hashOf(KEY)}', role: monitor }]`;
    await writeFile(file, keys('prometheus'));
    await start({ OPERATIONS_PORT: '0', ACCESS_CONFIG: file });
    await writeFile(file, keys('grafana'));
    await waitUntil(async () => noted.length > 0);
    expect(noted).toMatchObject([
      { what: 'access.changed', subjects: { kind: 'key', ids: ['grafana', 'prometheus'] } },
    ]);
  });
});
