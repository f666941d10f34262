import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';

export interface Asked {
  method: string;
  /** With its parameters, as it goes over the wire. */
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Answered {
  status: number;
  type: string;
  text: string;
  ms: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 16 });
/** What of an answer without an end is looked at. */
const STREAM_MS = 300;

/** Sends a request as it stands; of a stream the beginning is read. */
export function send(address: string, { method, path, headers, body }: Asked): Promise<Answered> {
  const { hostname, port } = new URL(address);
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      const type = String(response.headers['content-type'] ?? '');
      const done = () =>
        resolve({
          status: response.statusCode ?? 0,
          type,
          text: Buffer.concat(chunks).toString(),
          ms: performance.now() - begun,
        });
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', done);
      response.on('error', done);
      if (type.startsWith('text/event-stream'))
        setTimeout(() => {
          done();
          response.destroy();
        }, STREAM_MS);
    });
    sent.on('error', reject);
    if (body !== undefined) sent.write(body);
    sent.end();
  });
}

export function closeConnections(): void {
  agent.destroy();
}
