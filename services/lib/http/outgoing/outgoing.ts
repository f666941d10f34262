import http from 'node:http';
import https from 'node:https';
import { isIP, type Socket } from 'node:net';
import { codeOf, LinewatchError } from '../../errors.ts';
import { openSocket } from './connect.ts';
import { createPin, type PinOptions } from './pin.ts';

export interface OutgoingOptions extends PinOptions {
  /** A request with its answer must be over within this time, name resolution included. */
  timeoutMs: number;
  /** An answer that is longer is given up. */
  maxResponseBytes: number;
}

export interface OutgoingRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/**
 * Sends requests to where operators say, which must not become requests to where they do not: a host name is
 * resolved once, every address of it is checked, and the connection goes to an address that was. Redirects are not
 * followed.
 */
export interface Outgoing {
  /**
   * Posts, and gives the body of an answer of 200 to 299. Rejects with `OUTGOING_REFUSED` (an address that may not
   * be reached), `OUTGOING_REDIRECTED`, `OUTGOING_STATUS_<status>`, `OUTGOING_TOO_LARGE`, `OUTGOING_TIMEOUT` or
   * `OUTGOING_FAILED`; retriable where the receiver may answer otherwise later. No message quotes an answer.
   */
  post(request: OutgoingRequest, signal: AbortSignal): Promise<string>;
  /**
   * Opens a connection for what is not HTTP; its user sets limits to what is said over it. Rejects with
   * `OUTGOING_REFUSED`, `OUTGOING_TIMEOUT` or `OUTGOING_FAILED`.
   */
  connect(host: string, port: number, signal: AbortSignal): Promise<Socket>;
}

/** Of the answers that refuse, those that another attempt may change. */
const RETRIABLE_STATUS = new Set([408, 425, 429]);

export function createOutgoing(options: OutgoingOptions): Outgoing {
  const pin = createPin(options);

  /** Gives work its time, and its failures a code. */
  async function limited<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const deadline = AbortSignal.timeout(options.timeoutMs);
    try {
      return await work(AbortSignal.any([signal, deadline]));
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof LinewatchError) throw cause;
      const code = deadline.aborted ? 'OUTGOING_TIMEOUT' : 'OUTGOING_FAILED';
      throw new LinewatchError(code, `the receiver did not take it: ${codeOf(cause)}`, {
        cause,
        retriable: true,
      });
    }
  }

  return {
    post: ({ url: text, headers, body }, signal) =>
      limited(signal, async (ended) => {
        const url = new URL(text);
        const address = await pin(url.hostname, ended);
        return exchange(url, address, headers, body, options.maxResponseBytes, ended);
      }),
    connect: (host, port, signal) =>
      limited(signal, async (ended) => openSocket(await pin(host, ended), port, ended)),
  };
}

function exchange(
  url: URL,
  address: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string> {
  const request = (url.protocol === 'https:' ? https : http).request(url, {
    method: 'POST',
    headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    // A connection of its own: one that is kept could be to an address of before.
    agent: false,
    signal,
    lookup: (_host, { all }, done) => {
      const family = isIP(address);
      if (all) done(null, [{ address, family }]);
      else done(null, address, family);
    },
  });
  return new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      const fault = faultOf(response.statusCode ?? 0);
      if (fault !== null) {
        request.destroy();
        reject(fault);
        return;
      }
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        chunks.push(chunk);
        if (bytes <= maxBytes) return;
        request.destroy();
        reject(new LinewatchError('OUTGOING_TOO_LARGE', `the answer is longer than ${maxBytes} bytes`));
      });
      response.on('error', reject);
      response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    });
    request.end(body);
  });
}

function faultOf(status: number): LinewatchError | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) {
    return new LinewatchError('OUTGOING_REDIRECTED', 'the receiver is elsewhere: redirects are not followed');
  }
  const retriable = status >= 500 || RETRIABLE_STATUS.has(status);
  return new LinewatchError(`OUTGOING_STATUS_${status}`, `the receiver answers ${status}`, { retriable });
}
