import { expect, it } from 'vitest';
import { chooseProtocol } from '../../../../../infra/embedded/broker/groups/protocols.ts';

function knowing(...names: string[]) {
  return { protocols: names.map((name) => ({ name, metadata: Buffer.alloc(0) })) };
}

it('chooses what most prefer among what all know', () => {
  expect(chooseProtocol([knowing('a', 'b'), knowing('b', 'a'), knowing('b', 'a')])).toBe('b');
  expect(chooseProtocol([knowing('x', 'a'), knowing('a'), knowing('y', 'a')])).toBe('a');
});

it('chooses nothing where there is nothing in common', () => {
  expect(chooseProtocol([knowing('a'), knowing('b')])).toBeUndefined();
  expect(chooseProtocol([])).toBeUndefined();
});
