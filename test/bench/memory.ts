import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadContactCenter } from '../../services/center/contact-center.ts';
import { createReference } from '../../services/ingest/reference.ts';
import { type ConversationEvent, createEnrich } from '../../services/ingest/stages/enrich.ts';
import { createTracker } from '../../services/ingest/tracker/tracker.ts';
import { loadEvents } from '../../services/simulator/load.ts';
import { runIngest } from './ingest-run.ts';
import { atMost, type Bench, figure } from './report.ts';
import { scaled } from './scale.ts';
import { startBenchServers } from './servers.ts';

const NAME = 'memory';
const WARM_UP = scaled(20_000);
const MEASURED = scaled(180_000);
const SAMPLE_MS = 100;
const MIB = 2 ** 20;
const AT_REST_MIB = 700;
const UNDER_LOAD_MIB = 2_048;
const CONVERSATION_BYTES = 1_500;
/** Conversations that are open at once, and events until the mix of beginnings and ends is a steady one. */
const CONVERSATIONS = 20_000;
const EVENTS = 400_000;

/** Memory of the process of the embedded servers, and of what the tracker keeps of a conversation. */
export const memoryBench: Bench = {
  name: NAME,
  title: 'the embedded servers at rest and during ingest; an open conversation in the tracker',
  async run() {
    const perConversation = await heapOfConversation();
    const servers = await startBenchServers();
    try {
      const pid = servers.embedded.process.pid!;
      const atRest = residentBytes(pid);
      let most = 0;
      const sampling = setInterval(() => {
        most = Math.max(most, residentBytes(pid));
      }, SAMPLE_MS);
      const perSecond = await runIngest(servers, { seed: 1, warmUp: WARM_UP, measured: MEASURED });
      clearInterval(sampling);
      return [
        atMost(NAME, 'embedded servers, at rest', atRest / MIB, AT_REST_MIB, ' MiB'),
        atMost(NAME, 'embedded servers, most during ingest', most / MIB, UNDER_LOAD_MIB, ' MiB'),
        figure(NAME, 'which stored', perSecond, '/s'),
        atMost(NAME, 'heap an open conversation', perConversation, CONVERSATION_BYTES, ' B'),
      ];
    } finally {
      await servers.stop();
    }
  },
};

function residentBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024;
}

/** Heap bytes a conversation that the tracker holds, when all that it holds are open. */
async function heapOfConversation(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const reference = createReference(loadContactCenter());
  const enrich = createEnrich(() => reference);
  const tracker = createTracker(
    { read: async () => new Map(), forget() {} },
    { maxConversations: CONVERSATIONS },
  );
  const stream = loadEvents({ seed: 1, conversations: CONVERSATIONS });
  const add = async (count: number) => {
    const events: ConversationEvent[] = [];
    while (events.length < count) {
      const { topic, value } = stream.next().value;
      // A value that was decoded shares nothing with the one that was made up.
      const enriched = enrich(topic, structuredClone(value));
      if (enriched.kind === 'conversation') events.push(enriched);
    }
    await tracker.load(events);
    for (const event of events) tracker.add(event, { partition: 0, offset: 0n });
    tracker.stored([...tracker.drain()].map(({ timeline }) => timeline));
  };
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  for (let added = 0; added < EVENTS; added += 10_000) await add(10_000);
  collectGarbage();
  return (process.memoryUsage().heapUsed - before) / tracker.size;
}
