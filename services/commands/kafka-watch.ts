import { setTimeout as sleep } from 'node:timers/promises';
import type { Terminal } from '../lib/terminal.ts';

/** A broker that restarts, or a laptop that wakes up, is not worth a line. */
const PATIENCE_MS = 3_000;
const AGAIN_MS = 1_000;
const LOOK_EVERY_MS = 5_000;

interface KafkaWatch {
  /** Rejects where Kafka does not answer within a few seconds. */
  ask(): Promise<unknown>;
  /** As people know them. */
  brokers: readonly string[];
  terminal: Pick<Terminal, 'say'>;
  /** Ends the watch. */
  signal: AbortSignal;
  clock?: { now(): number; sleep(ms: number, signal: AbortSignal): Promise<unknown> };
}

const systemClock: NonNullable<KafkaWatch['clock']> = {
  now: Date.now,
  sleep: (ms, signal) => sleep(ms, undefined, { signal, ref: false }),
};

/**
 * Says at the terminal that Kafka does not answer, once an outage, and that it does again: what waits for it waits in
 * silence, and may wait for ever. Resolves when it is aborted.
 */
export async function watchKafka(options: KafkaWatch): Promise<void> {
  const { ask, brokers, terminal, signal, clock = systemClock } = options;
  let since: number | null = null;
  let told = false;
  while (!signal.aborted) {
    const askedAt = clock.now();
    const answers = await ask().then(
      () => true,
      () => false,
    );
    if (signal.aborted) return;
    if (answers) {
      if (told) terminal.say('Kafka answers');
      since = null;
      told = false;
    } else {
      since ??= askedAt;
      if (!told && clock.now() - since >= PATIENCE_MS) {
        terminal.say(`Kafka does not answer at ${brokers.join(', ')}, waiting`);
        told = true;
      }
    }
    await clock.sleep(answers ? LOOK_EVERY_MS : AGAIN_MS, signal).catch(() => {});
  }
}
