import { setTimeout as delay } from 'node:timers/promises';
import type { EngineSession } from './engine.ts';

const RETRY_MS = 100;

/**
 * Waits for what a session runs, and cancels it when the signal fires.
 *
 * @returns as `running` does, once no cancelling is on its way any more: it names the session, and would hit what
 * the session runs next, somebody else's insert maybe
 */
export async function untilSettled<T>(
  session: EngineSession,
  running: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let settled = false;
  const done = running.then(
    () => undefined,
    () => undefined,
  );
  void done.then(() => {
    settled = true;
  });
  // Repeated, because a statement can only be cancelled once the engine has begun with it.
  const cancel = async () => {
    while (!settled) {
      // Fails only while the engine closes, which cancels everything itself.
      await session.cancel().catch(() => {});
      await Promise.race([done, delay(RETRY_MS)]);
    }
  };
  let cancelling = Promise.resolve();
  const onAbort = () => {
    cancelling = cancel();
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await running;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await cancelling;
  }
}
