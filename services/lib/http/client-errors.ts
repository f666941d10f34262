import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { HttpProblem } from './problems.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** What Node's own reading of HTTP gives up on before there is a request. */
function problemOf(code: string | undefined): HttpProblem {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return new HttpProblem(431, 'HEADERS_TOO_LONG', 'The address and the headers are too long');
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new HttpProblem(408, 'REQUEST_TIMEOUT', 'The request did not arrive in time');
    default:
      return new HttpProblem(400, 'BAD_REQUEST', 'This is no HTTP request that can be read');
  }
}

/** Answers such a connection with a problem document, as every other, and closes it. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const { problem } = problemOf(error.code);
    const body = JSON.stringify(problem);
    const headers = {
      ...SECURITY_HEADERS,
      'content-type': 'application/problem+json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const first = `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`;
    socket.write(`${[first, ...lines].join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy();
}
