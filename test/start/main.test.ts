import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { TOPICS_WITH_SCHEMA, valueSubject } from '../../schemas/index.ts';
import { productEnvironment, runLinewatch, startProduct, temporaryFolder } from '../support/product.ts';

it('a start without a simulator has the schema of every topic once it is ready: nobody has sent an event yet', async () => {
  const folder = await temporaryFolder();
  const product = await startProduct(['--no-simulator'], await productEnvironment(folder.path));
  try {
    const response = await fetch(`http://127.0.0.1:${product.environment.REGISTRY_PORT}/subjects`);
    expect(((await response.json()) as string[]).sort()).toEqual(TOPICS_WITH_SCHEMA.map(valueSubject).sort());
  } finally {
    await product.end('SIGINT');
    await folder.remove();
  }
});

it('a start whose embedded servers are killed says so and ends with 1', async () => {
  const folder = await temporaryFolder();
  const product = await startProduct(['--no-simulator'], await productEnvironment(folder.path));
  const closed = once(product.process, 'close');
  process.kill(embeddedOf(product.process.pid!), 'SIGKILL');
  const [code] = await closed;
  await folder.remove();
  expect(product.output()).toContain('the embedded servers ended with SIGKILL\n');
  expect(code).toBe(1);
});

it.each(['QUERY_PORT', 'COLLECTOR_PORT', 'KAFKA_PORT'])(
  'a start that finds a port taken says which one, and ends with 1: %s',
  async (name) => {
    const folder = await temporaryFolder();
    const environment = await productEnvironment(folder.path);
    const taken = createServer().listen(Number(environment[name]), '127.0.0.1');
    await once(taken, 'listening');
    const { output, code } = await runLinewatch(['start', '--no-simulator'], environment);
    taken.close();
    await folder.remove();
    expect(output).toContain(`port ${environment[name]} on 127.0.0.1 is in use by another program`);
    expect(code).toBe(1);
  },
);

/** The process of the embedded servers, a child of the product's. */
function embeddedOf(parent: number): number {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ');
  const found = children.find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('infra/embedded/main.ts'),
  );
  if (found === undefined) throw new Error('the product has no embedded servers');
  return Number(found);
}
