import { settle, stop } from './kills.ts';
import { startProxy } from './proxy.ts';
import { createResult, type Result } from './result.ts';
import type { Stage } from './stage.ts';

const CHUNK = 200;
const RUNS = 10;
/** Share of the pieces of answers after which a connection ends. */
const CHANCE = 0.03;

/** Connections to Kafka and ClickHouse end at random, most of them in the midst of an answer. */
export async function randomCuts({ servers, feed, lane, dice }: Stage): Promise<Result[]> {
  const result = createResult('connections cut at random');
  const proxy = await startProxy(new URL(servers.clickhouseUrl));
  const port = Number(servers.brokers[0]!.split(':')[1]);
  const tested = await lane('cuts', {
    sessionTimeoutMs: 6_000,
    seenByIngest: { clickhouseUrl: proxy.url },
    cuts: { port, chance: CHANCE, seed: dice.below(1_000_000) },
  });
  const ingest = tested.start();
  proxy.mode = { cutChance: CHANCE, dice };
  for (; result.runs < RUNS; result.runs++) {
    for (let i = 0; i < 4; i++) await feed.produce(CHUNK / 4);
    await settle(feed, [tested], [ingest]);
    result.violations.push(...(await tested.differences(false)));
  }
  result.figures = { 'cut by ClickHouse': proxy.cuts(), 'cut by Kafka': ingest.cuts() };
  result.violations.push(...(await tested.differences(true)));
  for (const [who, cuts] of Object.entries(result.figures))
    if (cuts === 0) result.violations.push(`nothing was ${who}`);
  await stop([ingest]);
  await proxy.close();
  return [result];
}
