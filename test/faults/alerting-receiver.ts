import { once } from 'node:events';
import { createServer } from 'node:http';
import type { SlaAlert } from '../../schemas/types.ts';

/** A receiver that acts once: it knows what it has heard by the idempotency key. */
export interface DeduplicatingReceiver {
  url: string;
  /** What it acted on, by idempotency key. */
  acted: ReadonlyMap<string, SlaAlert>;
  /** How many deliveries it had heard before. */
  repeated(): number;
  close(): void;
}

export async function startReceiver(): Promise<DeduplicatingReceiver> {
  const acted = new Map<string, SlaAlert>();
  let repeated = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { alerts } = JSON.parse(Buffer.concat(chunks).toString()) as { alerts: SlaAlert[] };
      for (const alert of alerts) {
        if (acted.has(alert.idempotency_key)) repeated++;
        else acted.set(alert.idempotency_key, alert);
      }
      response.end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}/`,
    acted,
    repeated: () => repeated,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
