import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GenericContainer, type StartedTestContainer, Wait } from 'testcontainers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageOf } from './images.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PASSWORD = 'only-for-this-test';
const dashboards = readdirSync(path.join(ROOT, 'dashboards'))
  .filter((file) => file.endsWith('.json'))
  .map(
    (file) =>
      JSON.parse(readFileSync(path.join(ROOT, 'dashboards', file), 'utf8')) as { uid: string; title: string },
  );

describe('Grafana, provisioned as docker-compose.yml has it', () => {
  let grafana: StartedTestContainer;

  beforeAll(async () => {
    grafana = await new GenericContainer(imageOf('grafana'))
      .withExposedPorts(3000)
      .withEnvironment({
        GF_SECURITY_ADMIN_PASSWORD: PASSWORD,
        GF_PLUGINS_PREINSTALL: 'yesoreyeram-infinity-datasource',
        LINEWATCH_URL: 'http://query:8080',
        LINEWATCH_KEY: 'lw_none',
      })
      .withBindMounts([
        {
          source: path.join(ROOT, 'infra/grafana/provisioning'),
          target: '/etc/grafana/provisioning',
          mode: 'ro',
        },
        { source: path.join(ROOT, 'dashboards'), target: '/var/lib/grafana/dashboards', mode: 'ro' },
      ])
      .withWaitStrategy(Wait.forHttp('/api/health', 3000))
      .start();
  });
  afterAll(async () => {
    await grafana?.stop();
  });

  async function get<T>(route: string): Promise<T> {
    const authorization = `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}`;
    const url = `http://${grafana.getHost()}:${grafana.getMappedPort(3000)}${route}`;
    const response = await fetch(url, { headers: { authorization } });
    expect(response.status, route).toBe(200);
    return (await response.json()) as T;
  }

  it('has every dashboard', async () => {
    expect(dashboards.length).toBeGreaterThan(5);
    for (const { uid, title } of dashboards) {
      const { dashboard } = await get<{ dashboard: { title: string } }>(`/api/dashboards/uid/${uid}`);
      expect(dashboard.title).toBe(title);
    }
  });

  it('has the data source that they name', async () => {
    const source = await get<{ type: string; url: string }>('/api/datasources/uid/linewatch');
    expect(source).toMatchObject({ type: 'yesoreyeram-infinity-datasource', url: 'http://query:8080' });
  });
});
