import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { dashboards } from '../../../dashboards/source/index.ts';
import { SECURITY_HEADERS } from '../../../services/lib/http/security-headers.ts';
import { CATALOGUE, describe } from '../../../services/metrics/catalogue/index.ts';
import { auditAnswer } from './fake-audit.ts';
import { compareAnswer, courseAnswer } from './fake-compare.ts';
import { complaintsAnswer } from './fake-complaints.ts';
import { conversation, conversations } from './fake-conversations.ts';
import { feedbackAnswer, goalsAnswer, scorecardsAnswer, strainAnswer } from './fake-evaluation.ts';
import { distribution, hoursOfWeek } from './fake-patterns.ts';
import { peopleAnswer } from './fake-people.ts';
import { answerQuery } from './fake-query.ts';
import {
  adherenceAnswer,
  forecastAnswer,
  intradayAnswer,
  type Problem,
  shiftsAnswer,
  specialDaysAnswer,
  staffingAnswer,
} from './fake-workforce.ts';
import {
  alertSpans,
  alerts,
  dimensions,
  type LiveQueue,
  liveAgents,
  liveQueues,
  liveTargets,
  pipeline,
} from './fixtures.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

export interface Me {
  readonly name: string | null;
  readonly role: string | null;
  readonly agents: readonly string[] | null;
}

export const NOBODY: Me = { name: null, role: null, agents: null };

interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly faults?: readonly { path: string; message: string }[];
  readonly rangeDays?: number;
}

interface Change {
  /** Such as `PUT /api/v1/goals/one`. */
  readonly what: string;
  readonly body: Record<string, unknown>;
}

/** A query service with made-up figures, for tests that need to bring about what a real one rarely does. */
export interface FakeApi {
  readonly url: string;
  /** Figures that the next answers and pushes carry. */
  queues: LiveQueue[];
  /** Paths that answer with a problem instead. */
  readonly broken: Set<string>;
  /** What requests must show; null: nothing. */
  key: string | null;
  /** What requests are answered with instead, by method and path: changes, and what is asked for. */
  readonly refused: Map<string, Refusal>;
  /** Who asks, as a key says; nulls: there are no keys. */
  me: Me;
  /** Changes that were asked for, newest last. */
  readonly sent: Change[];
  /** Addresses asked for, newest last. */
  readonly asked: string[];
  /** Sends the live figures to every open stream. */
  push(): void;
  /** Cuts all connections and takes no new ones. */
  goAway(): Promise<void>;
  /** Listens on the same port again. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

/** @param assets folder of the built viewer */
export async function startFakeApi(assets: string): Promise<FakeApi> {
  const streams = new Set<ServerResponse>();
  let lastEvent = 0;
  const state = {
    queues: liveQueues(),
    broken: new Set<string>(),
    key: null as string | null,
    asked: [] as string[],
    refused: new Map<string, Refusal>(),
    sent: [] as Change[],
    me: NOBODY as Me,
  };

  const live = () => ({ asOf: new Date().toISOString(), lagMs: 180, queues: state.queues });

  function answer(url: URL): unknown {
    const { pathname, searchParams } = url;
    const now = Date.now();
    const dimension = /^\/api\/v1\/dimensions\/(\w+)$/.exec(pathname)?.[1];
    if (dimension) {
      const values = Object.entries(dimensions[dimension] ?? {}).map(([value, title]) => ({ value, title }));
      return { values };
    }
    const id = /^\/api\/v1\/conversations\/(.+)$/.exec(pathname)?.[1];
    if (id) return conversation(id, now);
    const uid = /^\/api\/v1\/dashboards\/(\w+)$/.exec(pathname)?.[1];
    if (uid) return dashboards.find((dashboard) => dashboard.uid === uid);
    switch (pathname) {
      case '/api/v1/dashboards':
        return dashboards.map(({ uid, title, tags }) => ({ uid, title, tags }));
      case '/api/v1/query':
        return answerQuery(searchParams, now);
      case '/api/v1/complaints':
        return complaintsAnswer(now);
      case '/api/v1/distribution':
        return { rows: distribution };
      case '/api/v1/workforce/heatmap':
        return { rows: hoursOfWeek(searchParams.get('metric')) };
      case '/api/v1/workforce/forecast':
        return forecastAnswer(searchParams, now);
      case '/api/v1/workforce/staffing':
        return staffingAnswer(searchParams, now);
      case '/api/v1/workforce/shifts':
        return shiftsAnswer(searchParams, now);
      case '/api/v1/workforce/intraday':
        return intradayAnswer(searchParams, now);
      case '/api/v1/workforce/adherence':
        return adherenceAnswer(now);
      case '/api/v1/workforce/special-days':
        return specialDaysAnswer(searchParams, now);
      case '/api/v1/live/queues': {
        const wanted = searchParams.getAll('queue');
        const chosen = state.queues.filter(({ queue }) => wanted.length === 0 || wanted.includes(queue));
        return { ...live(), queues: chosen };
      }
      case '/api/v1/live/agents':
        return liveAgents(now);
      case '/api/v1/live/targets':
        return liveTargets(now, searchParams.get('state') === 'breached');
      case '/api/v1/metrics':
        return CATALOGUE.map(describe);
      case '/api/v1/conversations':
        return conversations(now, searchParams.get('metric') ?? '', searchParams.get('cursor'));
      case '/api/v1/alerts':
        return { alerts: alerts(now) };
      case '/api/v1/alerts/annotations':
        return { alerts: alertSpans(now) };
      case '/api/v1/audit':
        return auditAnswer(searchParams, now);
      case '/api/v1/me':
        return state.me;
      case '/api/v1/changes':
        return { changes: searchParams.get('from') === 'now-730d' ? [{ title: 'new routing' }] : [] };
      case '/api/v1/compare':
        return compareAnswer(searchParams, now);
      case '/api/v1/compare/course':
        return courseAnswer(now);
      case '/api/v1/scorecards':
        return scorecardsAnswer(searchParams, now);
      case '/api/v1/goals':
        return searchParams.size > 0 ? goalsAnswer(now) : peopleAnswer(pathname);
      case '/api/v1/feedback':
        return feedbackAnswer(searchParams);
      case '/api/v1/strain':
        return strainAnswer();
      case '/api/v1/pipeline':
        return pipeline(now);
      default:
        return peopleAnswer(pathname);
    }
  }

  async function sendFile(pathname: string, response: ServerResponse) {
    const name = pathname.startsWith('/assets/') ? pathname.slice(1) : 'index.html';
    const body = await readFile(path.join(assets, name));
    response.writeHead(200, { 'content-type': types[path.extname(name)] ?? 'application/octet-stream' });
    response.end(body);
  }

  function sendJson(url: URL, response: ServerResponse) {
    state.asked.push(url.pathname + url.search);
    const refusal = state.refused.get(`GET ${url.pathname}`);
    if (refusal) {
      response.writeHead(refusal.status, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ title: 'Not answered', ...refusal }));
      return;
    }
    const body = state.broken.has(url.pathname) ? undefined : answer(url);
    const problem = body as Problem | undefined;
    if (problem?.faults) {
      response.writeHead(problem.status, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ code: 'BAD_REQUEST', title: 'The request has faults', ...problem }));
      return;
    }
    const [status, type] = body === undefined ? [500, 'application/problem+json'] : [200, 'application/json'];
    response.writeHead(status, { 'content-type': type });
    response.end(
      JSON.stringify(body ?? { status, code: 'storage_unavailable', title: 'The store does not answer' }),
    );
  }

  async function change(request: IncomingMessage, { pathname }: URL, response: ServerResponse) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const what = `${request.method} ${pathname}`;
    state.sent.push({ what, body: JSON.parse(Buffer.concat(chunks).toString() || '{}') });
    const refusal = state.refused.get(what);
    if (refusal) {
      response.writeHead(refusal.status, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify({ title: 'Not done', ...refusal }));
      return;
    }
    response.writeHead(request.method === 'DELETE' ? 204 : 202, { 'content-type': 'application/json' });
    response.end(request.method === 'DELETE' ? undefined : '{}');
  }

  function openStream(response: ServerResponse) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    streams.add(response);
    response.on('close', () => streams.delete(response));
    send(response);
  }

  function send(response: ServerResponse) {
    lastEvent += 1;
    response.write(`id: ${lastEvent}\nevent: live\ndata: ${JSON.stringify(live())}\n\n`);
  }

  function handle(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url!, 'http://fake');
    // As the query service has them: what a policy forbids must fail here too.
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (url.pathname.startsWith('/api/') && state.key !== null && !shows(request, state.key)) {
      response.writeHead(401, { 'content-type': 'application/problem+json' });
      const code = request.headers.authorization === undefined ? 'KEY_NEEDED' : 'BAD_KEY';
      response.end(JSON.stringify({ status: 401, code, title: 'A key is needed' }));
      return;
    }
    if (url.pathname === '/api/v1/stream') openStream(response);
    else if (request.method !== 'GET') change(request, url, response).catch(() => response.destroy());
    else if (url.pathname.startsWith('/api/')) sendJson(url, response);
    else sendFile(url.pathname, response).catch(() => response.writeHead(404).end());
  }

  let server: Server;
  const open = (port: number) =>
    new Promise<void>((resolve) => {
      server = createServer(handle).listen(port, '127.0.0.1', resolve);
    });
  const goAway = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });

  await open(0);
  const { port } = server!.address() as AddressInfo;
  return Object.assign(state, {
    url: `http://127.0.0.1:${port}`,
    push: () => streams.forEach(send),
    goAway,
    comeBack: () => open(port),
    close: goAway,
  });
}

function shows({ headers }: IncomingMessage, key: string): boolean {
  return headers.authorization === `Bearer ${key}`;
}
