import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { CollectorLoad, Loaded } from './collector-load.ts';

/** A load of made-up events. */
export interface LoadApart extends Omit<CollectorLoad, 'events'> {
  /** Of the events. */
  seed: number;
}

const ENTRY = path.join(import.meta.dirname, 'collector-load-process.ts');

/** `loadCollector` in a process of its own, so that what it takes to send is no part of what it measures. */
export async function loadCollectorApart(load: LoadApart): Promise<Loaded> {
  const child = fork(ENTRY, [JSON.stringify(load)], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  });
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`the sender ended with ${signal ?? code}`);
  });
  const [loaded] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return loaded as Loaded;
}
