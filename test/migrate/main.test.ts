import { expect, it } from 'vitest';
import { TOPICS_WITH_SCHEMA, valueSubject } from '../../schemas/index.ts';
import { startServersForTests } from '../support/embedded.ts';
import { runLinewatch } from '../support/product.ts';

it('migrate makes the tables and registers the schemas; again it has nothing to do', async () => {
  const servers = await startServersForTests();
  try {
    const environment = {
      SCHEMA_REGISTRY_URL: servers.registryUrl,
      CLICKHOUSE_URL: servers.clickhouseUrl,
      CLICKHOUSE_DATABASE: 'migrated',
    };
    const subjects = async () => {
      const response = await fetch(`${servers.registryUrl}/subjects`);
      return ((await response.json()) as string[]).sort();
    };
    const first = await runLinewatch(['migrate'], environment);
    expect(first).toMatchObject({ code: 0, output: expect.stringContaining('applied 0001_tables') });
    expect(await subjects()).toEqual(TOPICS_WITH_SCHEMA.map(valueSubject).sort());
    expect(await runLinewatch(['migrate'], environment)).toMatchObject({
      code: 0,
      output: 'nothing to do\n',
    });

    const away = { ...environment, SCHEMA_REGISTRY_URL: 'http://127.0.0.1:9' };
    expect(await runLinewatch(['migrate'], away)).toMatchObject({
      code: 1,
      output: 'nothing to do\nthe schema registry does not answer\n',
    });
  } finally {
    await servers.stop();
  }
});
