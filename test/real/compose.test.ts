import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hashOf, makeKey } from '../../services/access/key.ts';
import { ticket } from '../collector/harness.ts';
import { type ServersForTests, startServersForTests } from '../support/embedded.ts';
import { freePorts } from '../support/ports.ts';
import { waitUntil } from '../support/product.ts';

interface Service {
  build?: object;
  environment?: Record<string, unknown>;
  command?: string[];
  entrypoint?: string[];
  volumes?: string[];
  configs?: { source: string; target: string }[];
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
/** Longest that a role may take to end, as Compose waits for it. */
const STOP_MS = 15_000;
/** Only against hanging. */
const HEALTHY_MS = 300_000;

/** With the variables of the shell, as Compose puts them into the values once it has read the file. */
function interpolate<T>(value: T, variables: Readonly<Record<string, string>>): T {
  if (typeof value === 'string') return textWith(value, variables) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => interpolate(one, variables)) as T;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, interpolate(one, variables)]),
  ) as T;
}

function textWith(text: string, variables: Readonly<Record<string, string>>): string {
  const next = text.replace(
    /\$\{(\w+)(?::([-?])([^{}]*))?\}/g,
    (_, name: string, mark: string | undefined, fallback = '') => {
      if (variables[name]) return variables[name];
      if (mark === '?') throw new Error(`${name} is not set`);
      return fallback;
    },
  );
  return next === text ? text : textWith(next, variables);
}

/**
 * Containers cannot run everywhere; their command lines can. Every service of `docker-compose.yml` that is ours runs with the
 * entry point of the image and the environment of the file, where its paths and ports are those of this machine.
 */
describe('every command line of docker-compose.yml', () => {
  const entrypoint = JSON.parse(/^ENTRYPOINT (.*)$/m.exec(read('infra/Dockerfile'))![1]!) as string[];
  const keys = { admin: makeKey(), producer: makeKey() };
  const running = new Map<string, ChildProcess>();
  let servers: ServersForTests;
  let folder: string;
  let ours: Record<string, Service>;
  /** Where things are on this machine that are elsewhere in a container. */
  const places = new Map<string, string>();
  /** Containers have the same ports, processes of one machine have not: those of each service, by the file's. */
  const moved = new Map<string, Map<string, string>>();

  beforeAll(async () => {
    servers = await startServersForTests();
    folder = await mkdtemp(path.join(tmpdir(), 'linewatch-compose-'));
    const access = path.join(folder, 'access.yaml');
    const entries = Object.entries(keys).map(
      ([role, key]) => `  - { name: ${role}, hash: '${hashOf(key)}', role: ${role} }`,
    );
    await writeFile(access, ['keys:', ...entries].join('\n'));
    const { KAFKA_SASL_PASSWORD_FILE: password } = process.env;
    const variables = {
      ...(process.env as Record<string, string>),
      ...(password ? { KAFKA_SASL_PASSWORD: readFileSync(password, 'utf8').trim() } : {}),
      KAFKA_BROKERS: servers.brokers.join(','),
      SCHEMA_REGISTRY_URL: servers.registryUrl,
      CLICKHOUSE_URL: servers.clickhouseUrl,
      CLICKHOUSE_DATABASE: `compose_${randomUUID().slice(0, 8)}`,
      CLICKHOUSE_PASSWORD: 'not used: the address has one',
      GRAFANA_PASSWORD: 'not used',
      GRAFANA_KEY: 'not used',
      ACCESS_CONFIG: access,
      CUSTOMER_ID_SECRET: 'a secret of the tests',
      LOG_LEVEL: 'info',
    };
    const file = parse(read('docker-compose.yml'), { merge: true });
    const { services, configs } = interpolate(file, variables) as {
      services: Record<string, Service>;
      configs: Record<string, { file: string }>;
    };
    ours = Object.fromEntries(Object.entries(services).filter(([, { build }]) => build !== undefined));
    places.set('/var/lib/linewatch', folder);
    for (const { configs: mounted = [], volumes = [] } of Object.values(ours)) {
      for (const { source, target } of mounted) places.set(target, configs[source]!.file);
      for (const volume of volumes.filter((one) => one.startsWith('.'))) {
        const [source, target] = volume.split(':');
        places.set(target!, path.resolve(ROOT, source!));
      }
    }
    const ports = await freePorts(16);
    for (const [service, { environment = {} }] of Object.entries(ours)) {
      const own = new Map<string, string>();
      for (const name of Object.keys(environment).filter((one) => one.endsWith('_PORT'))) {
        own.set(String(environment[name]), String(ports.pop()));
        environment[name] = own.get(String(environment[name]));
      }
      moved.set(service, own);
    }
  });

  afterAll(async () => {
    for (const child of running.values()) child.kill('SIGKILL');
    await servers?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const here = (text: string) =>
    [...places].reduce((sum, [there, place]) => sum.replaceAll(there, place), text);

  function start(
    name: string,
    command = ours[name]!.command ?? [],
  ): { child: ChildProcess; output(): string } {
    const service = ours[name]!;
    const environment = Object.entries(service.environment ?? {}).map(([key, value]) => [
      key,
      here(String(value)),
    ]);
    const [program, ...args] = [...(service.entrypoint ?? entrypoint), ...command].map(here);
    const { PATH, HOME, NODE_EXTRA_CA_CERTS } = process.env;
    const child = spawn(program === 'node' ? process.execPath : program!, args, {
      cwd: ROOT,
      env: {
        PATH,
        HOME,
        NODE_ENV: 'production',
        ...(NODE_EXTRA_CA_CERTS ? { NODE_EXTRA_CA_CERTS } : {}),
        ...Object.fromEntries(environment),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
    return { child, output: () => text };
  }

  async function runToEnd(name: string): Promise<string> {
    const { child, output } = start(name);
    const [code] = await once(child, 'close');
    expect(code, `${name}: ${output()}`).toBe(0);
    return output();
  }

  async function isHealthy(name: string): Promise<boolean> {
    const [, program, ...args] = ours[name]!.healthcheck!.test;
    const ports = moved.get(name)!;
    const moving = (text: string) =>
      [...ports].reduce((sum, [old, port]) => sum.replaceAll(`:${old}/`, `:${port}/`), text);
    expect(program).toBe('node');
    const [code] = await once(spawn(process.execPath, args.map(moving), { stdio: 'ignore' }), 'exit');
    return code === 0;
  }

  const portNamed = (name: string, variable: string) => String(ours[name]!.environment![variable]);
  const get = async (url: string) => {
    const headers = { authorization: `Bearer ${keys.admin}` };
    const response = await fetch(`http://127.0.0.1:${portNamed('query', 'QUERY_PORT')}${url}`, { headers });
    return { status: response.status, body: await response.json() };
  };

  it('makes topics and tables', async () => {
    expect(await runToEnd('topics')).toMatch(/^topics: \d+ made, \d+ were there\n$/);
    expect(await runToEnd('migrate')).toContain('applied 0001_tables');
  });

  it('starts every role, until its own health check says that it is there', async () => {
    const roles = Object.entries(ours).filter(([, { healthcheck }]) => healthcheck !== undefined);
    expect(roles.map(([name]) => name).sort()).toEqual(['alerting', 'collector', 'ingest', 'query']);
    for (const [name] of roles) {
      const { child, output } = start(name);
      running.set(name, child);
      await waitUntil(async () => {
        if (child.exitCode !== null) throw new Error(`${name} ended: ${output()}`);
        return isHealthy(name);
      }, HEALTHY_MS);
    }
  });

  it('brings an event from the collector to an answer, and into the audit log who looked at it', async () => {
    const response = await fetch(`http://127.0.0.1:${portNamed('collector', 'COLLECTOR_PORT')}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${keys.producer}` },
      body: JSON.stringify(ticket({ conversation_id: 'compose-1', event_id: 'compose-1' })),
    });
    expect([response.status, await response.json()]).toEqual([202, { accepted: 1, rejected: [] }]);
    await waitUntil(async () => (await get('/api/v1/conversations/compose-1')).status === 200, HEALTHY_MS);
    await waitUntil(async () => {
      const { body } = await get('/api/v1/audit?subject=compose-1&what=conversation.opened');
      return (body as { entries: unknown[] }).entries.length > 0;
    }, HEALTHY_MS);
  });

  it('simulates, in the profile that is for it', async () => {
    const { child, output } = start('simulator', [
      'simulate',
      '--history-days',
      '0',
      ...ours.simulator!.command!.slice(1),
    ]);
    running.set('simulator', child);
    await waitUntil(() => {
      if (child.exitCode !== null) throw new Error(`the simulator ended: ${output()}`);
      return output().includes('"msg":"started"');
    }, HEALTHY_MS);
  });

  it('ends every role in good order within the time that Compose gives it', async () => {
    const ended = [...running].map(async ([name, child]) => {
      const from = performance.now();
      const exit = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGTERM');
      const [code] = await exit;
      return { name, code, inTime: performance.now() - from < STOP_MS };
    });
    for (const one of await Promise.all(ended))
      expect(one).toEqual({ name: one.name, code: 0, inTime: true });
  });
});
