import { rm } from 'node:fs/promises';
import { scaled } from '../scale.ts';
import { type Center, type CenterSize, createCenter } from './center.ts';
import { measureCosts, type PanelCost } from './costs.ts';
import { type Asked, type LiveAsked, measureHistory, measureIngest, measureLive } from './measured.ts';
import type { Range } from './panels.ts';
import { TEMPLATE } from './template.ts';

/** Closed conversations of the largest center. */
const CONVERSATIONS = scaled(10_000_000);

/** What was measured at one size; null is what was not asked for. */
export interface AtSize {
  conversations: number;
  size: CenterSize;
  live: LiveAsked | null;
  history: Record<Range, Asked> | null;
  /** What the same panels took of the engine. */
  costs: Record<Range, PanelCost[]> | null;
  ingest: number | null;
}

/** The center that several benchmarks measure in one go: it takes minutes to write. */
export interface SharedCenter {
  /** By size, ascending; measured at the first call. */
  figures(say: (line: string) => void): Promise<AtSize[]>;
  /** The data folder at the largest size. Nothing runs on it any more. */
  folder(say: (line: string) => void): Promise<string>;
  remove(): Promise<void>;
}

/** @param names the benchmarks that are to run; none: all */
export function shareCenter(names: readonly string[]): SharedCenter {
  const wanted = (name: string) => names.length === 0 || names.includes(name);
  const sizes = wanted('growth') ? [CONVERSATIONS / 100, CONVERSATIONS / 10, CONVERSATIONS] : [CONVERSATIONS];
  let center: Promise<Center> | undefined;
  let figures: Promise<AtSize[]> | undefined;

  async function measure(say: (line: string) => void): Promise<AtSize[]> {
    center = createCenter(say);
    const { servers, resize, merge } = await center;
    const service = await servers.startQuery();
    const measured: AtSize[] = [];
    for (const [i, conversations] of sizes.entries()) {
      const size = await resize(conversations);
      say(`${JSON.stringify(size)} written`);
      const isLargest = conversations === CONVERSATIONS;
      const history = { rounds: isLargest ? 3 : 1, forMs: 20_000 };
      const live = wanted('live') || wanted('growth') ? await measureLive(servers) : null;
      const panels = wanted('history') || wanted('growth') ? await measureHistory(service, history) : null;
      const costs = isLargest && wanted('history') ? await measureCosts(servers) : null;
      await merge();
      const ingest = wanted('growth') ? await measureIngest(servers, i + 1) : null;
      measured.push({ conversations, size, live, history: panels, costs, ingest });
    }
    return measured;
  }

  const all = (say: (line: string) => void) => {
    figures ??= measure(say);
    return figures;
  };
  return {
    figures: all,
    async folder(say) {
      await all(say);
      const { servers } = await center!;
      await servers.clickhouse.command(`DROP DATABASE ${TEMPLATE}`);
      await servers.release();
      return servers.dataDir;
    },
    async remove() {
      // One that could not be made has nothing to be removed.
      const made = await center?.catch(() => undefined);
      if (made === undefined) return;
      await made.servers.release();
      await rm(made.servers.dataDir, { recursive: true, force: true });
    },
  };
}
