import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getJson } from '../../dashboards/viewer/src/data/api.ts';

let server: Server;
let answer: { status: number; body: string };
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

beforeAll(async () => {
  server = createServer((_, response) => {
    response.writeHead(answer.status, { 'content-type': 'application/problem+json' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server?.close());

async function failureOf(status: number, body: string) {
  answer = { status, body };
  const given = await getJson(url());
  return given.ok ? null : given.failure;
}

describe('why a request gave nothing', () => {
  it('is every fault of it, each with what it is of', async () => {
    const faults = [
      { path: 'from', message: 'must be ISO 8601' },
      { path: 'tz', message: 'is not an IANA time zone' },
    ];
    const problem = { code: 'BAD_REQUEST', title: 'The request has faults', faults };
    expect(await failureOf(400, JSON.stringify(problem))).toEqual({
      code: 'BAD_REQUEST',
      detail: 'from must be ISO 8601; tz is not an IANA time zone',
      faults,
    });
  });

  it('is the detail where there is one, else the title', async () => {
    const problem = { code: 'NOT_FOUND', title: 'Not found', detail: 'there is no such one', faults: [] };
    expect(await failureOf(404, JSON.stringify(problem))).toMatchObject({ detail: 'there is no such one' });
    const { detail: _, ...bare } = problem;
    expect(await failureOf(404, JSON.stringify(bare))).toMatchObject({ detail: 'Not found' });
  });

  it('is the status where the body is no problem', async () => {
    expect(await failureOf(502, '<html>')).toEqual({ code: 'http_502', detail: 'Bad Gateway' });
  });
});
