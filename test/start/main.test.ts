import { expect, it } from 'vitest';
import { TOPICS_WITH_SCHEMA, valueSubject } from '../../schemas/index.ts';
import { productEnvironment, startProduct, temporaryFolder } from '../support/product.ts';

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
