import { setTimeout as sleep } from 'node:timers/promises';
import { askInTurn } from '../ask.ts';
import { runIngest } from '../ingest-run.ts';
import { percentile } from '../report.ts';
import { startRoles } from '../roles.ts';
import { scaled } from '../scale.ts';
import type { BenchServers } from '../servers.ts';
import { panelAddresses, RANGES, type Range } from './panels.ts';

const LIVE = [
  '/api/v1/live/queues',
  '/api/v1/live/targets?state=at_risk',
  '/api/v1/live/targets?state=breached',
  '/api/v1/live/agents',
];
const LIVE_ROUNDS = { rounds: 50, forMs: 8_000 };
const IDLE_MS = 5_000;
const WARM_UP = scaled(40_000);
const MEASURED = scaled(120_000);

/** The time of an answer, ms. */
export interface Answered {
  name: string;
  p50: number;
  p95: number;
}

/** Of all answers together, and of each question. */
export interface Asked {
  p50: number;
  p95: number;
  each: Answered[];
}

/** What a live board asks, with ingest and the query service in processes of their own. */
export interface LiveAsked extends Asked {
  /** From the start of the query service until figures came from memory, ms. */
  readyMs: number;
  /** Processor time of the query service and the engine for one board, less what they take with nobody asking, ms. */
  cpuMs: number;
}

/** Asks what a live board asks. */
export async function measureLive(servers: BenchServers): Promise<LiveAsked> {
  const { service, readyMs, cpuMs, stop } = await startRoles(servers);
  try {
    await askInTurn(service, LIVE, { rounds: 1, forMs: 0 });
    const idle = await cpuOf(cpuMs, () => sleep(IDLE_MS));
    let boards = 0;
    const busy = await cpuOf(cpuMs, async () => {
      const times = await askInTurn(service, LIVE.slice(0, 1), LIVE_ROUNDS);
      boards = [...times.values()].flat().length;
    });
    const times = await askInTurn(service, LIVE, LIVE_ROUNDS);
    return {
      ...summary([...times].map(([address, taken]) => ({ name: address, taken }))),
      readyMs,
      cpuMs: (busy.cpuMs - (idle.cpuMs / idle.ms) * busy.ms) / boards,
    };
  } finally {
    await stop();
  }
}

async function cpuOf(cpuMs: () => number, run: () => Promise<unknown>) {
  const from = { cpu: cpuMs(), at: performance.now() };
  await run();
  return { cpuMs: cpuMs() - from.cpu, ms: performance.now() - from.at };
}

/** Asks what the panels of all dashboards ask, in each range. */
export async function measureHistory(
  service: string,
  how: { rounds: number; forMs: number },
): Promise<Record<Range, Asked>> {
  const asked: Partial<Record<Range, Asked>> = {};
  for (const range of RANGES) {
    const panels = panelAddresses(range);
    const times = await askInTurn(
      service,
      panels.map(({ address }) => address),
      how,
    );
    asked[range] = summary(panels.map(({ panel, address }) => ({ name: panel, taken: times.get(address)! })));
  }
  return asked as Record<Range, Asked>;
}

/** Events a second that ingest stores beside what is stored. */
export function measureIngest(servers: BenchServers, seed: number): Promise<number> {
  const load = { startsAt: Date.now() - 60_000 };
  return runIngest(servers, { seed, warmUp: WARM_UP, measured: MEASURED, load });
}

function summary(questions: readonly { name: string; taken: readonly number[] }[]): Asked {
  const each = questions.map(({ name, taken }) => ({ name, ...percentiles(taken) }));
  return { ...percentiles(questions.flatMap(({ taken }) => taken)), each };
}

function percentiles(taken: readonly number[]) {
  return { p50: percentile(taken, 0.5), p95: percentile(taken, 0.95) };
}
