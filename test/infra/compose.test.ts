import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ENVIRONMENT_VARIABLES } from '../../services/lib/config/environment.ts';

interface Service {
  image: string;
  build?: object;
  environment?: Record<string, unknown>;
  command?: string[];
  entrypoint?: string[];
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: object;
  ports?: string[];
  read_only?: boolean;
  profiles?: string[];
  configs?: { source: string; target: string }[];
  secrets?: string[];
}
interface Compose {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
  configs: Record<string, { file: string }>;
  secrets: Record<string, { environment: string }>;
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const text = read('docker-compose.yml');
const compose = readCompose(text);
const cluster = Object.fromEntries(
  read('infra/compose/cluster.env')
    .split('\n')
    .filter((line) => /^\w/.test(line))
    .map((line) => line.split(/=(.*)/s).slice(0, 2)),
) as Record<string, string>;
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);

function readCompose(yaml: string): Compose {
  return parse(yaml, { merge: true }) as Compose;
}

/** With the variables as Compose puts them in, but for those that have no default: they stay. */
function interpolate(yaml: string, variables: Record<string, string>): string {
  return yaml.replace(/\$\{(\w+)(?::-([^{}]*))?\}/g, (whole, name: string, fallback?: string) => {
    return variables[name] ?? fallback ?? whole;
  });
}

/** Where the embedded servers keep their data and listen; the image has none. */
const OF_THE_EMBEDDED_SERVERS = ['DATA_DIR', 'KAFKA_PORT', 'REGISTRY_PORT', 'CLICKHOUSE_PORT'];

describe('docker-compose.yml', () => {
  it('sets no variable for Linewatch that Linewatch does not know', () => {
    const known = ENVIRONMENT_VARIABLES.flatMap((name) => [name, `${name}_FILE`]);
    const set = ours.flatMap(([, { environment }]) => Object.keys(environment ?? {}));
    expect(known).toEqual(expect.arrayContaining(set));
  });

  it('sets every variable that Linewatch knows, but for those of what does not run here', () => {
    const set = new Set(ours.flatMap(([, { environment }]) => Object.keys(environment ?? {})));
    const missing = ENVIRONMENT_VARIABLES.filter((name) => !set.has(name) && !set.has(`${name}_FILE`));
    expect(missing.sort()).toEqual([...OF_THE_EMBEDDED_SERVERS].sort());
  });

  it('runs commands that there are', () => {
    const commands = ['roles', 'setup', 'data']
      .map((group) => read(`services/commands/${group}.ts`))
      .flatMap((source) => [...source.matchAll(/\.command\('([a-z-]+)'\)/g)].map(([, name]) => name));
    for (const [name, { command, entrypoint }] of ours) {
      if (entrypoint === undefined) expect(commands, name).toContain(command?.[0]);
      else expect(existsSync(path.join(ROOT, entrypoint.at(-1)!)), name).toBe(true);
    }
  });

  it('waits only for services that can become what is waited for', () => {
    for (const [name, { depends_on }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on ?? {})) {
        expect(compose.services, `${name} waits for it`).toHaveProperty(other);
        if (condition === 'service_healthy') {
          expect(compose.services[other], `${name} waits for ${other}`).toHaveProperty('healthcheck');
        }
      }
    }
  });

  it('mounts what is there', () => {
    for (const variables of [{}, cluster]) {
      const { services: all, ...tops } = readCompose(interpolate(text, variables));
      for (const [name, { volumes, configs, secrets }] of Object.entries(all)) {
        for (const volume of volumes ?? []) {
          const source = volume.split(':')[0]!;
          if (source.startsWith('.'))
            expect(existsSync(path.join(ROOT, source)), `${name}: ${source}`).toBe(true);
          else expect(tops.volumes, name).toHaveProperty(source);
        }
        for (const { source } of configs ?? []) expect(tops.configs, name).toHaveProperty(source);
        for (const secret of secrets ?? []) expect(tops.secrets, name).toHaveProperty(secret);
      }
    }
  });

  it('gives keys to every role that listens where others come in', () => {
    const listening = ours.filter(([, { environment }]) =>
      Object.keys(environment ?? {}).some((name) => /^(QUERY|COLLECTOR|OPERATIONS)_PORT$/.test(name)),
    );
    expect(listening.map(([name]) => name).sort()).toEqual(['alerting', 'collector', 'ingest', 'query']);
    for (const [name, { environment, configs, healthcheck }] of listening) {
      expect(
        configs?.map(({ target }) => target),
        name,
      ).toContain(environment?.ACCESS_CONFIG);
      const port = Object.entries(environment!).find(([variable]) => variable.endsWith('_PORT'))![1];
      expect(JSON.stringify(healthcheck), name).toContain(`http://127.0.0.1:${port}/readyz`);
    }
  });

  it('has no secret in it', () => {
    const secrets = services.flatMap(([, { environment }]) =>
      Object.entries(environment ?? {}).filter(([name]) => /PASSWORD|SECRET|TOKEN|_KEY$/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(0);
    for (const [name, value] of secrets) expect(value, name).toMatch(/^\$\{\w+(:\?|:-)\}$/);
  });

  it('names a version of every image, and is open to this machine only', () => {
    for (const [name, { image, build, ports }] of services) {
      if (build === undefined) expect(image, name).toMatch(/:v?\d+\.\d+/);
      for (const port of ports ?? []) expect(port, name).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('lets no role of Linewatch write to its root file system', () => {
    for (const [name, { read_only }] of ours) expect(read_only, name).toBe(true);
  });
});

describe('docs/production.md', () => {
  it('has every variable in its table, and no other', () => {
    const rows = [...read('docs/production.md').matchAll(/^\| (`[A-Z_]+`[^|]*) \|/gm)];
    const named = rows.flatMap(([, cell]) => [...cell!.matchAll(/`([A-Z_]+)`/g)].map(([, name]) => name));
    expect(named.sort()).toEqual([...ENVIRONMENT_VARIABLES].sort());
  });
});

describe('the cluster of docker-compose.yml', () => {
  const { services: all } = readCompose(interpolate(text, cluster));
  const named = (pattern: RegExp) => Object.keys(all).filter((name) => pattern.test(name));
  const hostsIn = (file: string, tag: string) =>
    [...read(`infra/clickhouse/config/${file}`).matchAll(new RegExp(`<${tag}>(.+)</${tag}>`, 'g'))].map(
      ([, host]) => host,
    );

  it('has no server more than with its profile, and its variables are all used', () => {
    for (const name of named(/-\d(-\d)?$/)) expect(all[name]!.profiles, name).toEqual(['cluster']);
    for (const name of Object.keys(cluster).filter((one) => one !== 'COMPOSE_PROFILES')) {
      expect(text, name).toContain(`\${${name}:-`);
    }
  });

  it('is three brokers that know each other', () => {
    const brokers = named(/^kafka(-\d)?$/);
    expect(brokers).toHaveLength(3);
    expect(cluster.KAFKA_BROKERS).toBe(brokers.map((name) => `${name}:9092`).join());
    const voters = brokers.map((name) => {
      const environment = all[name]!.environment!;
      expect(environment.KAFKA_ADVERTISED_LISTENERS).toBe(`CLIENT://${name}:9092`);
      expect(environment.KAFKA_CONTROLLER_QUORUM_VOTERS).toBe(cluster.KAFKA_VOTERS);
      return `${environment.KAFKA_NODE_ID}@${name}:9093`;
    });
    expect(cluster.KAFKA_VOTERS).toBe(voters.join());
  });

  it('is two shards of two replicas, and three Keepers, as ClickHouse is told', () => {
    const servers = named(/^clickhouse/);
    const shards = servers.map((name) => all[name]!.environment!.SHARD);
    expect(shards).toEqual(['1', '1', '2', '2']);
    expect(servers.map((name) => all[name]!.environment!.REPLICA)).toEqual(servers);
    expect(hostsIn('cluster.xml', 'host')).toEqual([...servers, ...named(/^keeper/)]);
    expect(hostsIn('keeper.xml', 'hostname')).toEqual(named(/^keeper/));
    expect(read('infra/clickhouse/config/cluster.xml')).toContain(`<${cluster.CLICKHOUSE_CLUSTER}>`);
  });
});

describe('infra/Dockerfile', () => {
  const stages = read('infra/Dockerfile')
    .split(/^FROM /m)
    .slice(1);
  const copied = [...stages.join('\n').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from]) =>
    from!.split(' '),
  );

  it('copies what is there, and .dockerignore lets it through', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(copied.length).toBeGreaterThan(5);
    for (const file of copied) {
      expect(existsSync(path.join(ROOT, file)), file).toBe(true);
      expect(allowed, file).toContain(file.split('/')[0]);
    }
  });

  it('does not run as root', () => {
    expect(stages.at(-1)).toMatch(/^USER node$/m);
  });
});
