/** Sends made-up events to a collector as far as it is let: `node --import tsx sender.ts SETTINGS`, with messages. */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadEvents } from '../../../services/simulator/load.ts';
import { BATCH, type FromSender, type SenderSettings, type ToSender } from './messages.ts';

const SENDERS = 3;
const AGAIN_MS = 250;

const { address, events: wanted, ...load } = JSON.parse(process.argv[2]!) as SenderSettings;
const events = loadEvents({ seed: 1, ...load });
let allowed = 0;
let taken = 0;
let accepted = 0;
process.on('message', (message: ToSender) => {
  allowed = message.allowed;
});

async function sendBatches(): Promise<void> {
  while (taken < wanted) {
    if (taken + BATCH > allowed) {
      await sleep(AGAIN_MS);
      continue;
    }
    taken += BATCH;
    const batch = Array.from({ length: BATCH }, () => events.next().value);
    const body = JSON.stringify(batch.map(({ topic, value }) => ({ topic, ...value })));
    while (!(await isTaken(body))) await sleep(AGAIN_MS);
    accepted += BATCH;
    process.send!({ accepted } satisfies FromSender);
  }
}

async function isTaken(body: string): Promise<boolean> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${address}/v1/events`, { method: 'POST', headers, body });
  const text = await response.text();
  if (response.status === 202) return true;
  if (response.status === 503) return false;
  throw new Error(`${response.status} ${text.slice(0, 500)}`);
}

await Promise.all(Array.from({ length: SENDERS }, sendBatches));
process.disconnect();
