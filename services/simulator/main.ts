import { connectKafka, connectRegistry } from '../lib/connections.ts';
import { createAvroProducer, createEventProducer } from '../lib/kafka/producer.ts';
import type { RoleContext } from '../lib/role.ts';
import { systemClock } from './clock.ts';
import { DEFAULT_PROFILE } from './default-profile.ts';
import { type Progress, runSimulator } from './run.ts';
import { fileState } from './state.ts';

export interface SimulateOptions {
  seed: number;
  historyDays: number;
  /** UTC ms; live from then on. */
  historyEnd: number;
  /** Where the simulator keeps how far it has come. */
  stateFile: string;
  onProgress: (progress: Progress) => void;
}

/** A simulator that runs until the lifecycle stops it. `done` rejects when it cannot go on. */
export async function startSimulator(
  context: RoleContext,
  options: SimulateOptions,
): Promise<{ done: Promise<void> }> {
  const log = context.log.child({ role: 'simulator' });
  const kafka = connectKafka(context.environment, context.endpoints, 'simulator', log);
  const registry = connectRegistry(context.endpoints);
  const { stateFile, ...settings } = options;
  const producer = await context.lifecycle.start(
    async () => createEventProducer(await createAvroProducer(kafka, registry)),
    (one) => one.close(),
  );
  return context.lifecycle.start(
    async () => {
      const stopping = new AbortController();
      const done = runSimulator({
        ...settings,
        producer,
        clock: systemClock,
        profile: DEFAULT_PROFILE,
        state: fileState(stateFile),
        signal: stopping.signal,
        log,
      });
      return { done, stopping };
    },
    async ({ done, stopping }) => {
      stopping.abort();
      await done.catch(() => {});
    },
  );
}

/** How far the history is, for people. */
export function progressLine({ sent, fraction }: Progress): string {
  return `History: ${Math.floor(fraction * 100)} %, ${sent.toLocaleString('en')} events`;
}
