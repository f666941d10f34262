import { untilStored } from '../commands/until-stored.ts';
import { codeOf } from '../lib/errors.ts';
import { createLatch, type Latch } from '../lib/latch.ts';
import type { RoleContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import type { Settled } from '../simulator/begin.ts';
import { type HistorySettings, progressLine, startSimulator } from '../simulator/main.ts';
import { placeLine } from '../simulator/place.ts';
import { demonstrationOf, isWanted } from './demonstration.ts';
import { writeDemonstration } from './write-demonstration.ts';

export interface Simulation {
  /** Resolves once the history that is sent first is acknowledged. */
  caughtUp: Promise<void>;
  /** Rejects when the simulator cannot go on. */
  failed: Promise<unknown>;
  /** Writes what people of the center have written, over the API: at once what needs no more than the last weeks. */
  demonstrate(): Promise<void>;
}

/** Has the center simulated, and tells how far it is. @param address of the query service */
export async function startSimulation(
  context: RoleContext,
  terminal: Terminal,
  { settings, settled, address }: { settings: HistorySettings; settled: Settled; address: string },
): Promise<Simulation> {
  terminal.say(placeLine(settled.place, Date.now()));
  const filling = ` (it fills while ${settings.historyDays} days of history are made up, the last two weeks first)`;
  terminal.say(`Dashboard: ${address}${settled.historyLeft ? filling : ''}`);
  const caughtUp = createLatch();
  const complete = createLatch();
  if (!settled.olderLeft) complete.open();
  const simulator = await startSimulator(context, {
    ...settings,
    stored: (since) => untilStored(context, since),
    onProgress: (progress) => {
      terminal.progress(progressLine(progress));
      if (progress.fraction === 1) (progress.phase === 'older' ? complete : caughtUp).open();
    },
  });
  const failed = simulator.done.then(() => new Promise(() => {}));
  const demonstrates = isWanted({
    atWork: settings.atWork === true,
    keys: context.environment.ACCESS_CONFIG,
  });
  return {
    caughtUp: caughtUp.opened,
    failed,
    demonstrate: async () => {
      if (!demonstrates) return;
      try {
        await demonstrate(context, address, settled, complete);
      } catch (error) {
        context.log.warn({ code: codeOf(error) }, 'the demonstration is not written; the next start does it');
      }
    },
  };
}

async function demonstrate(
  context: RoleContext,
  address: string,
  { historyEnd, changeAt, place }: Settled,
  complete: Latch,
): Promise<void> {
  const { soon, later } = demonstrationOf(historyEnd, changeAt, place.zone);
  await writeDemonstration(address, soon, context.log);
  await complete.opened;
  await untilStored(context, Date.now());
  await writeDemonstration(address, later, context.log);
}
