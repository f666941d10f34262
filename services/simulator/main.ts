import { textsInForce, withoutTexts } from '../center/texts.ts';
import { connectKafka, connectRegistry } from '../lib/connections.ts';
import { createAvroProducer, createEventProducer } from '../lib/kafka/producer.ts';
import type { RoleContext } from '../lib/role.ts';
import { type HistoryOptions, type Settled, settle } from './begin.ts';
import { systemClock } from './clock.ts';
import { DEFAULT_PROFILE } from './default-profile.ts';
import { type Progress, runSimulator } from './run.ts';
import { fileState } from './state.ts';
import { DAY, HOUR, MINUTE } from './units.ts';

/** What is simulated, from when on. */
export interface HistorySettings extends Omit<HistoryOptions, 'profile' | 'state'> {
  /** Where the simulator keeps how far it has come. */
  stateFile: string;
}

export interface SimulateOptions extends HistorySettings {
  /** With `newestFirst`: resolves once all that was acknowledged before a time, UTC ms, is stored. */
  stored?: (since: number) => Promise<void>;
  onProgress: (progress: Progress) => void;
}

/** Where the center is, before it is simulated: for what has to be set up by it. */
export function settleSimulator({ stateFile, ...settings }: HistorySettings): Promise<Settled> {
  return settle({ ...settings, profile: DEFAULT_PROFILE, state: fileState(stateFile) });
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
  const texts = await textsInForce({ ...context, log });
  const producer = await context.lifecycle.start(
    async () => withoutTexts(createEventProducer(await createAvroProducer(kafka, registry)), texts),
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

/** How far it is, for people. */
export function progressLine({ phase, spanMs, sent, fraction }: Progress): string {
  const what = {
    history: 'History',
    missed: `Catching up on ${spanText(spanMs)}`,
    older: `History of the ${spanText(spanMs)} before`,
  }[phase];
  return `${what}: ${Math.floor(fraction * 100)} %, ${sent.toLocaleString('en')} events sent`;
}

function spanText(ms: number): string {
  if (ms < 2 * HOUR) return `${Math.max(1, Math.round(ms / MINUTE))} min`;
  return ms < 2 * DAY ? `${Math.round(ms / HOUR)} h` : `${Math.round(ms / DAY)} days`;
}
