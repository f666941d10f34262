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
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);

/** Where the embedded servers keep their data and listen; the image has none. */
const OF_THE_EMBEDDED_SERVERS = ['DATA_DIR', 'KAFKA_PORT', 'REGISTRY_PORT', 'CLICKHOUSE_PORT'];
/** The collector listens on loopback alone as long as it has no keys, and nobody could reach it in a container. */
const isOfTheCollector = (name: string) => name.startsWith('COLLECTOR_');

describe('docker-compose.yml', () => {
  it('sets no variable for Linewatch that Linewatch does not know', () => {
    const known = ENVIRONMENT_VARIABLES.flatMap((name) => [name, `${name}_FILE`]);
    const set = ours.flatMap(([, { environment }]) => Object.keys(environment ?? {}));
    expect(known).toEqual(expect.arrayContaining(set));
  });

  it('sets every variable that Linewatch knows, but for those of what does not run here', () => {
    const set = new Set(ours.flatMap(([, { environment }]) => Object.keys(environment ?? {})));
    const missing = ENVIRONMENT_VARIABLES.filter((name) => !set.has(name) && !set.has(`${name}_FILE`));
    expect(missing.filter((name) => !isOfTheCollector(name)).sort()).toEqual(
      [...OF_THE_EMBEDDED_SERVERS].sort(),
    );
  });

  it('runs commands that there are', () => {
    const commands = [...read('services/main.ts').matchAll(/\.command\('([a-z-]+)'\)/g)].map(
      ([, name]) => name,
    );
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
    for (const [name, { volumes }] of services) {
      for (const volume of volumes ?? []) {
        const source = volume.replace(/^\$\{\w+:-([^}]+)\}/, '$1').split(':')[0]!;
        if (source.startsWith('.'))
          expect(existsSync(path.join(ROOT, source)), `${name}: ${source}`).toBe(true);
        else expect(compose.volumes, name).toHaveProperty(source);
      }
    }
  });

  it('has no secret in it', () => {
    const secrets = services.flatMap(([, { environment }]) =>
      Object.entries(environment ?? {}).filter(([name]) => /PASSWORD|SECRET|TOKEN|API_KEY/.test(name)),
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
