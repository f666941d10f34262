import { expect, it } from 'vitest';
import { schemaText, TOPICS } from '../../../schemas/index.ts';
import type { AuditEntry } from '../../../schemas/types.ts';
import type { SchemaRegistry } from '../../../services/lib/avro/registry.ts';
import { createValueReader } from '../../../services/lib/avro/value-reader.ts';
import { frame } from '../../../services/lib/avro/wire-format.ts';
import { LinewatchError } from '../../../services/lib/errors.ts';

const AWAY = 3;
const asked: number[] = [];
const schemas = new Map([
  [1, schemaText(TOPICS.audit)],
  [2, '"string"'],
]);
const registry: Pick<SchemaRegistry, 'schemaById'> = {
  async schemaById(id) {
    asked.push(id);
    if (id === AWAY) throw new LinewatchError('REGISTRY_UNAVAILABLE', 'away', { retriable: true });
    return schemas.get(id) ?? null;
  },
};
const read = createValueReader<AuditEntry>(registry as SchemaRegistry, TOPICS.audit);

it('is null of what has no schema, of another schema, and of what is cut off', async () => {
  expect(await read({ value: null })).toBeNull();
  expect(await read({ value: Buffer.from('text') })).toBeNull();
  for (const id of [1, 2, 9]) expect(await read({ value: frame(id, Buffer.from([4])) })).toBeNull();
});

it('asks for a schema that exists once, and again for one that may be registered later', async () => {
  asked.length = 0;
  for (const id of [1, 9, 1, 9]) await read({ value: frame(id, Buffer.alloc(0)) });
  expect(asked).toEqual([9, 9]);
});

it('rejects while the registry is away: then nobody knows what the value is', async () => {
  await expect(read({ value: frame(AWAY, Buffer.alloc(0)) })).rejects.toMatchObject({ retriable: true });
});
