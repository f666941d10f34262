import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createTerminal } from '../../services/lib/terminal.ts';

/** What the system says where a pipe such as `| head` has been closed at its other end. */
const closed = () => Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });

test('whoever stops listening ends no work: a pipe that was closed is written to no more', () => {
  const out = new PassThrough();
  const terminal = createTerminal(out as unknown as NodeJS.WriteStream);
  terminal.say('the first line');
  out.emit('error', closed());
  terminal.say('the second line');
  terminal.progress('on its way');
  expect(String(out.read())).toBe('the first line\n');
});

test('any other fault of the output is told', () => {
  const out = new PassThrough();
  createTerminal(out as unknown as NodeJS.WriteStream);
  expect(() => out.emit('error', new Error('EIO'))).toThrow('EIO');
});
