import { isNamed } from './line.ts';
import { MAX_QUEUES, type Memory } from './state.ts';

/** Asterisk finds queues without regard to case; the dial plan and the configuration may write them differently. */
export function isSameQueue(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Takes note that there is a queue of this name. */
export function noteQueue({ queues }: Memory, queue: string): void {
  const key = queue.toLowerCase();
  if (isNamed(queue) && !queues.has(key) && queues.size < MAX_QUEUES) queues.set(key, queue);
}

/** The queue of this name, as it was written first; null where none is known. */
export function knownQueue({ queues }: Memory, name: string): string | null {
  return queues.get(name.toLowerCase()) ?? null;
}
