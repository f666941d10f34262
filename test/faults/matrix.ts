import type { ServersForTests } from '../support/embedded.ts';
import { killAlerting } from './alerting-kills.ts';
import { randomCuts } from './connections.ts';
import { diskFull } from './disk-full.ts';
import { killFollow } from './follow-kills.ts';
import { garbage } from './garbage.ts';
import { hangUps } from './hang-ups.ts';
import { compareWithFaultless, killIngest } from './kills.ts';
import { largeValues } from './large-values.ts';
import { rebalances, zombies } from './members.ts';
import { clickhouseOutages, longOutage, registryOutage, restarts } from './outages.ts';
import { createDice } from './random.ts';
import { type RestartableServers, startRestartable } from './restartable.ts';
import type { Result } from './result.ts';
import { resume } from './resume.ts';
import { startWithRoomyBroker } from './roomy-broker.ts';
import { createStage, type Stage } from './stage.ts';

export interface Settings {
  /** Kills of ingest. */
  kills: number;
  /** Random and mutated values. */
  payloads: number;
  /** How long the long outage lasts. */
  outageMs: number;
  say: (line: string) => void;
}

/** As many kills happen side by side; each then waits for the session of the one that is gone. */
const LANES = 12;
/** A process that gets a tenth of a processor still shows a sign of life in time. */
const SESSION_MS = 6_000;
const RESTARTS = 10;
const ALERTING_KILLS = 30;
const FOLLOW_KILLS = 200;
const FOLLOW_ROTATIONS = 20;
const FOLLOW_LINES_PER_SECOND = 1_000;
/** That of production. */
const ALERTING_SESSION_MS = 6_000;

/** Each fault on servers of its own, so that one cannot spoil another. */
export const FAULTS: Record<string, (seed: number, settings: Settings) => Promise<Result[]>> = {
  kills: (seed, settings) => on(seed, (stage) => kills(stage, settings)),
  zombies: (seed) => on(seed, zombies),
  rebalances: (seed) => on(seed, rebalances),
  garbage: (seed, settings) => on(seed, (stage) => garbage(stage, settings.payloads)),
  registry: (seed) => on(seed, registryOutage),
  clickhouse: (seed) => on(seed, clickhouseOutages),
  cuts: (seed) => on(seed, randomCuts),
  'hang-ups': (seed) => on(seed, hangUps),
  'large-values': (seed) => on(seed, largeValues, startWithRoomyBroker),
  'disk-full': diskFull,
  restarts: (seed) => onRestartable(seed, (stage, servers) => restarts(stage, servers, RESTARTS)),
  resume: (seed) => onRestartable(seed, resume),
  alerting: async (seed) => [
    await killAlerting({
      kills: ALERTING_KILLS,
      dice: createDice(seed),
      sessionTimeoutMs: ALERTING_SESSION_MS,
    }),
  ],
  follow: async (seed, { say }) => [
    await killFollow({
      kills: FOLLOW_KILLS,
      rotations: FOLLOW_ROTATIONS,
      linesPerSecond: FOLLOW_LINES_PER_SECOND,
      dice: createDice(seed),
      onKill: (kills) => {
        if (kills % 10 === 0) say(`  ${kills} kills`);
      },
    }),
  ],
  outage: (seed, settings) => on(seed, (stage) => longOutage(stage, settings.outageMs)),
};

async function on(
  seed: number,
  run: (stage: Stage) => Promise<Result[]>,
  startServers?: () => Promise<ServersForTests>,
): Promise<Result[]> {
  const stage = await createStage(seed, startServers);
  try {
    return await run(stage);
  } finally {
    await stage.close();
  }
}

async function onRestartable(
  seed: number,
  run: (stage: Stage, servers: RestartableServers) => Promise<Result[]>,
): Promise<Result[]> {
  const servers = await startRestartable();
  const stage = await createStage(seed, async () => servers);
  try {
    return await run(stage, servers);
  } finally {
    await stage.close();
  }
}

async function kills({ feed, dice, lane }: Stage, settings: Settings): Promise<Result[]> {
  const faultless = await lane('faultless');
  const lanes = await Promise.all(
    Array.from({ length: LANES }, (_, i) => lane(`lane-${i + 1}`, { sessionTimeoutMs: SESSION_MS })),
  );
  const results = await killIngest({
    feed,
    lanes,
    kills: settings.kills,
    dice,
    onRound: (done, violations) => settings.say(`  ${done} kills, ${violations} violations`),
  });
  return [...results, await compareWithFaultless(feed, lanes, faultless)];
}
