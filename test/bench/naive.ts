import { setTimeout as sleep } from 'node:timers/promises';
import { runIngest } from './ingest-run.ts';
import { type Day, firstResponses, firstResponsesByHand, repeatConversations } from './naive/figures.ts';
import { createNaivePipeline, type NaivePipeline } from './naive/pipeline.ts';
import { atLeast, type Bench, figure, median } from './report.ts';
import { scaled } from './scale.ts';
import { type BenchServers, startBenchServers } from './servers.ts';

const NAME = 'naive';
const ROUNDS = 2;
const WARM_UP = scaled(10_000);
const MEASURED = scaled(80_000);
const EVENTS = ROUNDS * (WARM_UP + MEASURED);
/** Conversations of a day: as many as `history` has, some 100,000. */
const REPEATED = 8;
const QUESTIONS = 10;
const DAY_MS = 86_400_000;
const POLL_MS = 50;
const TIMES_FASTER_INGEST = 5;
const TIMES_FASTER_QUERY = 20;

/** What one would write by hand, on the same servers with the same events. */
export const naiveBench: Bench = {
  name: NAME,
  title: 'a pipeline as one writes it in an afternoon, and its dashboard query',
  async run(say) {
    const servers = await startBenchServers();
    try {
      const naive = await createNaivePipeline(servers);
      const ours: number[] = [];
      const theirs: number[] = [];
      const day = { from: Date.now() - DAY_MS, to: Date.now() + DAY_MS };
      for (let round = 0; round < ROUNDS; round++) {
        ours.push(await runIngest(servers, runOf(round, day)));
        theirs.push(await runNaive(servers, naive, (round + 1) * (WARM_UP + MEASURED)));
        say(`round ${round + 1}: ${Math.round(ours.at(-1)!)}/s and ${Math.round(theirs.at(-1)!)}/s`);
      }
      await repeatConversations(servers, REPEATED);
      const service = await servers.startQuery();
      await checkAnswers(service, naive, day);
      const [fast, slow] = await askInTurn(service, naive, day);
      await naive.close();
      return [
        figure(NAME, 'ingest', median(ours), '/s'),
        figure(NAME, 'by hand', median(theirs), '/s'),
        atLeast(NAME, 'ingest / by hand', median(ours) / median(theirs), TIMES_FASTER_INGEST, ''),
        figure(NAME, 'first response by queue over a day, p50', fast, ' ms'),
        figure(NAME, 'the same by hand, p50', slow, ' ms'),
        atLeast(NAME, 'by hand / ours', slow / fast, TIMES_FASTER_QUERY, ''),
      ];
    } finally {
      await servers.stop();
    }
  },
};

/** Each round is half of the day that is asked for. */
function runOf(round: number, day: Day) {
  const startsAt = day.from + (round * DAY_MS) / ROUNDS;
  return {
    seed: round + 1,
    warmUp: WARM_UP,
    measured: MEASURED,
    load: { startsAt, rate: (EVENTS * 1000) / DAY_MS, conversations: 2_000 },
  };
}

/** Events a second until so many are stored; the first of a run warm it up. */
async function runNaive(servers: BenchServers, naive: NaivePipeline, until: number): Promise<number> {
  const count = async () => {
    const [row] = await servers.clickhouse.query<{ count: number }>({
      sql: 'SELECT count()::Float64 AS count FROM raw_events',
      params: {},
    });
    return row!.count;
  };
  await naive.resume();
  let begun = { at: performance.now(), events: until - WARM_UP - MEASURED };
  let events = begun.events;
  while (events < until) {
    await sleep(POLL_MS);
    events = await count();
    const isWarm = begun.events >= until - MEASURED;
    if (!isWarm && events >= until - MEASURED && events < until) begun = { at: performance.now(), events };
  }
  const seconds = (performance.now() - begun.at) / 1000;
  await naive.pause();
  if (events !== until) throw new Error(`${events} events by hand, not ${until}`);
  return (events - begun.events) / seconds;
}

async function checkAnswers(service: string, naive: NaivePipeline, day: Day): Promise<void> {
  const [ours, theirs] = [await firstResponses(service, day), await firstResponsesByHand(naive, day)];
  const text = (answer: typeof ours) => JSON.stringify(answer.map(({ queue, count }) => ({ queue, count })));
  if (text(ours) !== text(theirs) || ours.length === 0)
    throw new Error(`answers differ: ${text(ours)} and, by hand, ${text(theirs)}`);
}

/** Median times of our answer and of the other, ms, asked in turn. */
async function askInTurn(service: string, naive: NaivePipeline, day: Day): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  const questions = [() => firstResponses(service, day), () => firstResponsesByHand(naive, day)];
  for (let i = 0; i < QUESTIONS; i++) {
    for (const [variant, ask] of questions.entries()) {
      const from = performance.now();
      await ask();
      times[variant]!.push(performance.now() - from);
    }
  }
  return [median(times[0]), median(times[1])];
}
