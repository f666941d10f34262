import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from '../lib/http/problems.ts';
import type { Act, SubjectKind, What } from './act.ts';
import type { Audit } from './audit.ts';
import { createRefusedLogins } from './refused-logins.ts';

/** What of a route is noted. */
export type Noted =
  /** Something is changed: its id is that of the address, or that of the answer. */
  | { kind: 'act'; what: What; of: SubjectKind }
  /** Something is shown: `shown` gives the ids that are in an answer. */
  | { kind: 'look'; what: What; of?: SubjectKind; shown?(answer: never): readonly string[] };

/** By method and path of the route; null: not noted, for a reason that stands beside it. */
export type NotedRoutes = Readonly<Record<string, Noted | null>>;

type App = Pick<FastifyInstance, 'addHook'>;

interface About {
  noted: Noted;
  id: string | undefined;
}

/**
 * Notes what requests change and show, and refused logins. To be called behind the guard and before routes are
 * registered: an answer is looked at when it has been narrowed to what its caller may see.
 */
export function auditRequests(app: App, audit: Audit, routes: NotedRoutes): void {
  const about = new WeakMap<FastifyRequest, About>();
  const notedOf = ({ method, routeOptions }: FastifyRequest): Noted | null =>
    routes[`${method === 'HEAD' ? 'GET' : method} ${routeOptions.url}`] ?? null;

  app.addHook('preHandler', async (request) => {
    const noted = notedOf(request);
    if (noted?.kind !== 'act') return;
    const id = (request.params as { id?: string }).id;
    about.set(request, { noted, id });
    if (audit.required) await audit.sure(actOf(request, { noted, id }, 'begun'));
  });

  app.addHook('preSerialization', async (request, reply, answer) => {
    if (reply.statusCode >= 400) return answer;
    const noted = notedOf(request);
    if (noted?.kind === 'look') await look(request, noted, answer as never);
    const known = about.get(request);
    if (known !== undefined) known.id ??= (answer as { id?: string } | null)?.id;
    return answer;
  });

  app.addHook('onResponse', async (request, reply) => {
    const known = about.get(request);
    if (known === undefined) return;
    if (reply.statusCode < 400) audit.note(actOf(request, known, 'done'));
    // It was noted that it began.
    else if (audit.required)
      audit.note({ ...actOf(request, known, 'failed'), detail: `${reply.statusCode}` });
  });

  noteRefusedLogins(app, audit);

  async function look(request: FastifyRequest, { what, of, shown }: Noted & { kind: 'look' }, answer: never) {
    const ids = shown === undefined ? null : [...new Set(shown(answer))];
    // An empty list has shown nobody anything.
    if (ids?.length === 0) return;
    const act: Act = {
      ...callerOf(request),
      what,
      outcome: 'done',
      ...(ids !== null && of !== undefined ? { subjects: { kind: of, ids } } : {}),
    };
    if (audit.required) await audit.sure(act);
    else audit.note(act);
  }
}

/** Notes who was not let in, for an app that has nothing else to note. */
export function noteRefusedLogins(app: App, audit: Audit): void {
  const refused = createRefusedLogins(audit);
  app.addHook('onError', async (request: FastifyRequest, _reply: FastifyReply, error: unknown) => {
    if (error instanceof HttpProblem && error.problem.status === 401)
      refused.note(request.ip, error.problem.code);
  });
  app.addHook('onClose', async () => refused.close());
}

function actOf(request: FastifyRequest, { noted, id }: About, outcome: Act['outcome']): Act {
  return {
    ...callerOf(request),
    what: noted.what,
    outcome,
    ...(id !== undefined && noted.of !== undefined ? { subjects: { kind: noted.of, ids: [id] } } : {}),
  };
}

/** Without keys, whoever does something is who they call themselves. */
function callerOf({ principal, body, query }: FastifyRequest): Pick<Act, 'who' | 'role'> {
  if (principal) return { who: principal.name, role: principal.role };
  const by = (body as { by?: unknown } | null)?.by ?? (query as { by?: unknown } | null)?.by;
  return { who: typeof by === 'string' ? by : '', role: '' };
}
