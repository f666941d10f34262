import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingEvent } from '../../../services/domain/events/event.ts';
import type { EventProducer } from '../../../services/lib/event-producer.ts';
import { loadEvents } from '../../../services/simulator/load.ts';

export interface LoadOptions {
  /** Sends straight to Kafka. */
  producer: EventProducer;
  /** Of the collector, which is away now and then. */
  collectorUrl: string;
  ratePerSecond: number;
  durationMs: number;
}

export interface Sent {
  events: number;
  /** Of them, those that the collector took. */
  overHttp: number;
  /** Requests that had to be repeated. */
  repeated: number;
  /** ms that the last event was sent after its time. */
  behindMs: number;
}

const TICK_MS = 100;
/** One tick of so many goes over HTTP. */
const HTTP_EVERY = 4;
const RETRY_MS = 250;
/** Most ticks that are not acknowledged yet; the next one waits. */
const MAX_IN_FLIGHT = 50;

/**
 * Sends made-up events at a rate until the time is over, part of them over HTTP as help desks do: what is not
 * acknowledged is sent again. Resolves once all are acknowledged.
 */
export async function sendLoad(options: LoadOptions): Promise<Sent> {
  const { producer, collectorUrl, ratePerSecond, durationMs } = options;
  const perTick = Math.round((ratePerSecond * TICK_MS) / 1000);
  const startedAt = Date.now();
  const events = loadEvents({ seed: 1, rate: ratePerSecond, startsAt: startedAt });
  const inFlight = new Set<Promise<void>>();
  const sent: Sent = { events: 0, overHttp: 0, repeated: 0, behindMs: 0 };

  async function overHttp(batch: readonly OutgoingEvent[]): Promise<void> {
    const body = JSON.stringify(batch.map(({ topic, value }) => ({ topic, ...value })));
    while (!(await post(`${collectorUrl}/v1/events`, body, batch.length))) {
      sent.repeated++;
      await sleep(RETRY_MS);
    }
    sent.overHttp += batch.length;
  }

  for (let tick = 0; tick * TICK_MS < durationMs; tick++) {
    const dueAt = startedAt + tick * TICK_MS;
    await sleep(Math.max(0, dueAt - Date.now()));
    while (inFlight.size >= MAX_IN_FLIGHT) await Promise.race(inFlight);
    sent.behindMs = Math.max(0, Date.now() - dueAt);
    const batch = Array.from({ length: perTick }, () => events.next().value);
    const sending = (tick % HTTP_EVERY === 0 ? overHttp(batch) : producer.send(batch)).then(() => {
      sent.events += batch.length;
      inFlight.delete(sending);
    });
    inFlight.add(sending);
  }
  await Promise.all(inFlight);
  return sent;
}

/** Whether all was accepted. Throws where the collector finds fault with an event: none of these has any. */
async function post(url: string, body: string, events: number): Promise<boolean> {
  let response: Response;
  try {
    response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  } catch {
    return false;
  }
  if (response.status === 503) return false;
  const answer = await response.text();
  if (response.status !== 202 || (JSON.parse(answer) as { accepted: number }).accepted !== events) {
    throw new Error(`the collector answers ${response.status} ${answer.slice(0, 500)}`);
  }
  return true;
}
