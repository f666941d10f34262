import { expect, it } from 'vitest';
import { createLifecycle } from '../../services/lib/lifecycle.ts';

const unexpected = (error: unknown) => {
  throw error;
};

it('parts are stopped in reverse, and when one does not start', async () => {
  const stopped: string[] = [];
  const lifecycle = createLifecycle(unexpected);
  const part = (name: string) =>
    lifecycle.start(
      async () => name,
      async (one) => void stopped.push(one),
    );
  await part('first');
  await part('second');
  const refused = lifecycle.start(async () => Promise.reject(new Error('refused')), unexpected);
  await expect(refused).rejects.toThrow('refused');
  expect(stopped).toEqual(['second', 'first']);
});

it('of parts that start side by side, what the first failure brings about does not hide it', async () => {
  const lifecycle = createLifecycle(unexpected);
  let end: (error: Error) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    end = reject;
  });
  await lifecycle.start(
    async () => 'server',
    async () => {
      end(new Error('the server has ended'));
      // Whoever waits for the server hears of it before the first failure is passed on.
      await new Promise((resolve) => setImmediate(resolve));
    },
  );
  const waiting = lifecycle.start(() => ended, unexpected);
  const taken = lifecycle.start(async () => Promise.reject(new Error('the port is taken')), unexpected);
  await expect(Promise.all([waiting, taken])).rejects.toThrow('the port is taken');
});

it('why a start failed is told at once, also where a part that was started never stops', async () => {
  const told: string[] = [];
  const lifecycle = createLifecycle(unexpected, (error) => void told.push((error as Error).message));
  await lifecycle.start(
    async () => 'waits for a server that is gone',
    () => new Promise(() => {}),
  );
  for (const why of ['the port is taken', 'the server has ended'])
    lifecycle.start(async () => Promise.reject(new Error(why)), unexpected).catch(() => {});
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toEqual(['the port is taken']);
});
