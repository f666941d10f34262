import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { OUTCOMES, SERVICES, WHAT } from '../../audit/act.ts';
import { type AuditCursor, queryAudit } from '../../audit/query.ts';
import type { Fault } from '../../lib/errors.ts';
import type { QueryDeps } from '../deps.ts';
import { parametersOf, readRange, refuse } from './parameters.ts';

const MAX_PAGE = 1_000;

const oneOrMore = <Item extends z.ZodType<string, string>>(item: Item, about: string) =>
  z
    .union([item.transform((one) => [one]), z.array(item).max(100)])
    .optional()
    .describe(`${about}. Repeatable`);
const name = z.string().min(1).max(256);

const parameters = parametersOf({
  from: z.string().default('now-24h').describe('ISO 8601, epoch ms, or such as now-6h, now/d'),
  to: z.string().default('now').describe('As from; not in the range'),
  tz: z.string().default('UTC'),
  who: oneOrMore(name, 'Name of a key, subject of a token, or account'),
  what: oneOrMore(z.enum(WHAT), 'What was done'),
  service: oneOrMore(z.enum(SERVICES), 'Where'),
  outcome: oneOrMore(z.enum(OUTCOMES), 'How it went'),
  subject: oneOrMore(name, 'Id of what it was done to, such as a conversation'),
  cursor: z.string().max(2_000).optional().describe('`next` of the page before'),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(100),
});

/** `GET /api/v1/audit`: who did what when, and saw which conversation; the newest first. */
export const auditRoute =
  ({ clickhouse, now }: QueryDeps): FastifyPluginAsyncZod =>
  async (app) => {
    const schema = {
      querystring: parameters,
      tags: ['operations'],
      summary: 'Who did what when, and saw which conversation',
    };
    app.get('/api/v1/audit', { schema }, async ({ query }) => {
      const faults: Fault[] = [];
      const { from, to } = readRange(query, now(), faults);
      const after = query.cursor === undefined ? null : readCursor(query.cursor, faults);
      refuse(faults);
      const { who, what, service, outcome, subject, limit } = query;
      const filters = { who, what, service, outcome, subject };
      const given = Object.fromEntries(Object.entries(filters).filter(([, values]) => values !== undefined));
      const { entries, next } = await queryAudit(clickhouse, { from, to, ...given, after, limit });
      return {
        entries: entries.map(({ at, ...entry }) => ({ at: new Date(at).toISOString(), ...entry })),
        next: next && writeCursor(next),
      };
    });
  };

const cursorSchema = z.tuple([z.int(), z.string().max(100), z.int().min(0), z.string().max(100)]);

function writeCursor({ at, chain, seq, hash }: AuditCursor): string {
  return Buffer.from(JSON.stringify([at, chain, seq, hash])).toString('base64url');
}

function readCursor(text: string, faults: Fault[]): AuditCursor | null {
  try {
    const json = JSON.parse(Buffer.from(text, 'base64url').toString());
    const [at, chain, seq, hash] = cursorSchema.parse(json);
    return { at, chain, seq, hash };
  } catch {
    faults.push({ path: 'cursor', message: 'is not the `next` of a page' });
    return null;
  }
}
