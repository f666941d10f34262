import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutgoingEvent } from '../../services/domain/events/event.ts';

export interface CollectorLoad {
  /** Of the collector. */
  address: string;
  events: Iterator<OutgoingEvent>;
  perSecond: number;
  batch: number;
  forMs: number;
}

/** A batch that was accepted in the end. */
export interface Sent {
  /** When it was due, ms since the load began. */
  dueMs: number;
  /** From when it was due to its 202, tries included. */
  tookMs: number;
  tries: number;
}

export interface Loaded {
  /** When the load began, UTC ms. */
  beganAt: number;
  sent: Sent[];
  /** Ids of the events that the collector has said to have accepted. */
  accepted: Set<string>;
}

/** Longest that a sender waits before it repeats. */
const AGAIN_MS = 1_000;

/**
 * Sends batches to `POST /v1/events` as often as it should, whether or not answers are there, and each again until it is
 * accepted, as a sender that loses nothing does. Rejects where a batch is refused for good.
 */
export async function loadCollector({
  address,
  events,
  perSecond,
  batch,
  forMs,
}: CollectorLoad): Promise<Loaded> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const accepted = new Set<string>();
  const begun = performance.now();
  const beganAt = performance.timeOrigin + begun;
  const under: Promise<Sent>[] = [];

  async function one(dueMs: number): Promise<Sent> {
    const items = Array.from({ length: batch }, () => events.next().value as OutgoingEvent);
    const body = Buffer.from(JSON.stringify(items.map(({ topic, value }) => ({ topic, ...value }))));
    for (let tries = 1; ; tries++) {
      const { status, text } = await post(agent, address, body);
      if (status === 202) {
        const answer = JSON.parse(text) as { accepted: number; rejected: unknown[] };
        if (answer.accepted !== batch) throw new Error(`not all were taken: ${text.slice(0, 500)}`);
        for (const { value } of items) accepted.add(value.event_id);
        return { dueMs, tookMs: performance.now() - begun - dueMs, tries };
      }
      if (status !== 503 && status !== 429 && status !== 0)
        throw new Error(`${status} ${text.slice(0, 500)}`);
      await sleep(AGAIN_MS);
    }
  }

  for (let dueMs = 0; dueMs < forMs; dueMs += (1_000 * batch) / perSecond) {
    await sleep(Math.max(0, begun + dueMs - performance.now()));
    const sending = one(dueMs);
    // Told below; until then it must not end the process.
    sending.catch(() => {});
    under.push(sending);
  }
  const sent = await Promise.all(under);
  agent.destroy();
  return { beganAt, sent, accepted };
}

/** Status 0: no answer came. */
function post(agent: Agent, address: string, body: Buffer): Promise<{ status: number; text: string }> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const sent = request(`${address}/v1/events`, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
      );
      response.on('error', () => resolve({ status: 0, text: '' }));
    });
    sent.on('error', () => resolve({ status: 0, text: '' }));
    sent.end(body);
  });
}
