import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { ENVIRONMENT_VARIABLES, readEnvironment } from '../../services/lib/config/environment.ts';

interface Container {
  args: string[];
  env?: { name: string }[];
  readinessProbe?: { httpGet: { path: string; port: string } };
  livenessProbe?: { httpGet: { path: string; port: string } };
  ports?: { name: string; containerPort: number }[];
  resources: { requests: object; limits: { memory: string } };
}
interface Manifest {
  kind: string;
  metadata: { name: string };
  spec: {
    replicas?: number;
    selector: { matchLabels: object };
    scaleTargetRef?: { name: string };
    template: { metadata: { labels: object }; spec: { containers: Container[] } };
  };
}

const FOLDER = new URL('../../infra/kubernetes/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8');
const { resources } = parse(read('kustomization.yaml')) as { resources: string[] };
const manifests = resources.flatMap((file) =>
  parseAllDocuments(read(file)).map((document) => document.toJS() as Manifest),
);
const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
const settings = Object.fromEntries(
  read('settings.env')
    .trim()
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
);
/** Where the embedded servers keep their data and listen; the image has none. */
const OF_THE_EMBEDDED_SERVERS = ['CLICKHOUSE_PORT', 'DATA_DIR', 'KAFKA_PORT', 'REGISTRY_PORT'];
/** What the roles are started with, altogether. */
const set = [
  ...Object.keys(settings),
  ...deployments.flatMap(({ spec }) => (spec.template.spec.containers[0]!.env ?? []).map(({ name }) => name)),
];
/** Node's own. */
const OF_NODE = ['NODE_EXTRA_CA_CERTS'];

describe('infra/kubernetes', () => {
  it('applies every manifest of the folder', () => {
    const others = ['kustomization.yaml', 'pod.yaml'];
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml') && !others.includes(file));
    expect([...resources].sort()).toEqual(files.sort());
  });

  it('gives the roles settings that they know and accept', () => {
    const known = [...ENVIRONMENT_VARIABLES.flatMap((name) => [name, `${name}_FILE`]), ...OF_NODE];
    expect(known).toEqual(expect.arrayContaining(set));
    const secret = new URL('settings.env', FOLDER).pathname;
    const withoutSecrets = { ...settings, KAFKA_SASL_PASSWORD_FILE: secret, CLICKHOUSE_URL_FILE: '' };
    expect(readEnvironment(withoutSecrets)).toMatchObject({ KAFKA_SSL: true, HOST: '0.0.0.0' });
  });

  it('sets every variable that Linewatch knows, but for those of the embedded servers', () => {
    const missing = ENVIRONMENT_VARIABLES.filter(
      (name) => !set.includes(name) && !set.includes(`${name}_FILE`),
    );
    expect(missing.sort()).toEqual(OF_THE_EMBEDDED_SERVERS);
  });

  it('runs commands that there are', () => {
    const commands = ['roles', 'setup', 'data']
      .map((group) => readFileSync(new URL(`../../services/commands/${group}.ts`, FOLDER), 'utf8'))
      .join('');
    for (const { kind, metadata, spec } of manifests) {
      if (kind !== 'Deployment' && kind !== 'Job') continue;
      const [command] = spec.template.spec.containers[0]!.args;
      expect(commands, metadata.name).toContain(`.command('${command}')`);
    }
  });

  it('bounds what a process may take, and asks every role whether it lives and is ready', () => {
    expect(deployments.map(({ metadata }) => metadata.name).sort()).toEqual([
      'alerting',
      'collector',
      'ingest',
      'query',
    ]);
    for (const { metadata, spec } of deployments) {
      const [container] = spec.template.spec.containers;
      expect(container!.resources.requests, metadata.name).toHaveProperty('memory');
      expect(container!.resources.limits.memory, metadata.name).toMatch(/^\d+[MG]i$/);
      const [port] = container!.ports!;
      const variable = port!.name === 'http' ? `${metadata.name.toUpperCase()}_PORT` : 'OPERATIONS_PORT';
      expect(settings[variable], metadata.name).toBe(String(port!.containerPort));
      expect(container!.livenessProbe!.httpGet).toEqual({ path: '/healthz', port: port!.name });
      expect(container!.readinessProbe!.httpGet).toEqual({ path: '/readyz', port: port!.name });
    }
  });

  it('has a disruption budget for every deployment, and one place that says how many processes', () => {
    for (const { metadata, spec } of deployments) {
      const same = manifests.filter((other) => other.metadata.name === metadata.name);
      const budget = same.find(({ kind }) => kind === 'PodDisruptionBudget');
      expect(budget?.spec.selector.matchLabels, metadata.name).toEqual(spec.template.metadata.labels);
      const scalers = manifests.filter((other) => other.spec.scaleTargetRef?.name === metadata.name);
      expect(scalers.length + (spec.replicas === undefined ? 0 : 1), metadata.name).toBe(1);
    }
  });
});
