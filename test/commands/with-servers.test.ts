import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mendRegistry } from '../../infra/embedded/registry/mend.ts';
import { startServers } from '../../services/commands/embedded-servers.ts';
import { createClickHouse } from '../../services/lib/clickhouse/client.ts';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { endpointsOf } from '../../services/lib/connections.ts';
import {
  type Finished,
  productEnvironment,
  runLinewatch,
  startProduct,
  type TemporaryFolder,
  temporaryFolder,
} from '../support/product.ts';

const MAPPING = `
id: test
source: test-desk
topic: tickets
row: conversation
time: { zone: UTC }
conversation: "{Id}"
opened_at: Opened
channel: email
queue: billing
events:
  - { event: created, at: Opened, actor: { kind: customer } }
`;

let folder: TemporaryFolder;
let environment: Record<string, string>;

beforeAll(async () => {
  folder = await temporaryFolder();
  environment = await productEnvironment(path.join(folder.path, 'data'));
  const product = await startProduct(['--no-simulator'], environment);
  await send(environment, 'e1');
  expect(await verify()).toMatchObject({
    code: 0,
    output: expect.not.stringContaining('starting its servers'),
  });
  await product.end('SIGINT');
});
afterAll(() => folder.remove());

const verify = () => runLinewatch(['verify'], environment);

async function send({ COLLECTOR_PORT }: Record<string, string>, id: string): Promise<void> {
  const event = {
    ...{
      event_id: id,
      occurred_at: Date.now(),
      conversation_id: 'c1',
      opened_at: Date.now(),
      topic: 'tickets',
    },
    ...{ channel: 'email', source: 'test', queue: 'billing', actor: { kind: 'customer', id: 'x' } },
    event: { type: 'created', status: 'new', priority: 'normal' },
  };
  const answer = await fetch(`http://127.0.0.1:${COLLECTOR_PORT}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(event),
  });
  expect(await answer.json()).toEqual({ accepted: 1, rejected: [] });
}

/** How many things a check of `verify` has looked at. */
const examined = ({ output }: Finished, check: string) =>
  Number(new RegExp(`${check}\\D*(\\d+)`).exec(output)?.[1]);

describe('after Ctrl-C, on the data folder', () => {
  it('verify starts the servers for itself, finds what is stored, and stops them', async () => {
    const first = await verify();
    expect(first.output).toContain('starting its servers for this command');
    expect(first.output).toContain('No difference.');
    expect(first.code).toBe(0);
    expect(examined(first, 'events counted twice')).toBe(1);
    // They are stopped: the next one can start them again.
    expect(await verify()).toMatchObject({ code: 0 });
  });

  it('dead letters are listed', async () => {
    const { code, output } = await runLinewatch(['dead-letters', 'list'], environment);
    expect(output).toContain('No dead letters.');
    expect(code).toBe(0);
  });

  it('what is imported is stored before the command ends', async () => {
    const [file, mapping] = ['export.csv', 'mapping.yaml'].map((name) => path.join(folder.path, name));
    await writeFile(file!, 'Id,Opened\n1,2026-01-05T10:00:00Z\n2,2026-01-05T11:00:00Z\n');
    await writeFile(mapping!, MAPPING);
    const { code, output } = await runLinewatch(['import', file!, '--mapping', mapping!], environment);
    expect(output).toContain('starting its servers for this command');
    expect(code).toBe(0);
    const checked = await verify();
    expect(checked.code).toBe(0);
    expect(examined(checked, 'events counted twice')).toBe(3);
  });

  it('an import that only checks starts nothing', async () => {
    const args = ['export.csv', 'mapping.yaml'].map((name) => path.join(folder.path, name));
    const dry = await runLinewatch(['import', args[0]!, '--mapping', args[1]!, '--dry-run'], environment);
    expect(dry).toMatchObject({ code: 0, output: expect.not.stringContaining('starting') });
  });

  it('of two at once, the second says that the folder is in use', async () => {
    const holder = await startServers(readEnvironment(environment), environment.DATA_DIR!, {
      ...{ kafkaPort: 0, registryPort: 0, clickhousePort: 0 },
    });
    const second = await verify();
    await holder.stop();
    expect(second.code).toBe(1);
    expect(second.output).toMatch(/in use by another Linewatch, which does not answer/);
  });
});

it('on a registry that was cut, neither a command nor the product starts, and both say what can be done', async () => {
  const file = path.join(environment.DATA_DIR!, 'registry', 'registry.jsonl');
  const whole = await readFile(file);
  await writeFile(file, whole.subarray(0, 100));
  for (const args of [['verify'], ['start', '--no-simulator']]) {
    const { code, output } = await runLinewatch(args, environment);
    expect(output).toMatch(/registry\.jsonl is damaged: it has 100 of \d+ bytes.*docs\/guarantees\.md/);
    expect(output).not.toContain('Ready');
    expect(code).toBe(1);
  }
  await mendRegistry(environment.DATA_DIR!);
  expect(await verify()).toMatchObject({ code: 0, output: expect.stringContaining('No difference.') });
});

it('a ClickHouse that would begin anew beside what is committed stops the start, and can be filled again', async () => {
  const dataDir = environment.DATA_DIR!;
  await rm(path.join(dataDir, 'clickhouse', 'store'), { recursive: true });
  const refused = await runLinewatch(['start', '--no-simulator'], environment);
  expect(refused).toMatchObject({
    code: 1,
    output: expect.stringMatching(/no clickhouse\/store.*offsets\.log/),
  });
  await rm(path.join(dataDir, 'kafka', 'offsets.log'));
  await (await startProduct(['--no-simulator'], environment)).end('SIGINT');
  const checked = await verify();
  expect(checked.code).toBe(0);
  expect(examined(checked, 'events counted twice')).toBe(3);
});

it('a database that was lost is found by what was committed', async () => {
  const product = await startProduct(['--no-simulator'], environment);
  const { clickhouseUrl } = endpointsOf(readEnvironment(environment));
  const clickhouse = createClickHouse({ url: clickhouseUrl, database: 'default', requestTimeoutMs: 60_000 });
  await clickhouse.command('DROP DATABASE linewatch SYNC');
  await clickhouse.close();
  await product.end('SIGINT');
  const checked = await verify();
  expect(checked.code).toBe(1);
  expect(checked.output).toContain('its event is not stored');
});

it('without servers and without a data folder, a command says what it needs and makes none', async () => {
  const elsewhere = path.join(folder.path, 'elsewhere');
  await mkdir(elsewhere);
  const { code, output } = await runLinewatch(['verify'], { ...environment, DATA_DIR: elsewhere });
  expect(code).toBe(1);
  expect(output).toMatch(/no data folder/);
  expect(existsSync(path.join(elsewhere, 'clickhouse'))).toBe(false);
});
