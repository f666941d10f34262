import type { Principal } from '../../services/access/principal.ts';
import { FOREIGN, OWN } from './center.ts';
import type { Asked } from './http.ts';
import type { Random } from './random.ts';
import { pathValue, type Schema, valueFor, type Wanted } from './values.ts';

export interface Operation {
  method: string;
  /** As OpenAPI has it: `/api/v1/goals/{id}`. */
  path: string;
  parameters: { name: string; in: string; required?: boolean; schema: Schema }[];
  body: Schema | null;
  resolve(ref: string): Schema;
}

interface Document {
  paths: Record<string, Record<string, { parameters?: Operation['parameters']; requestBody?: Body }>>;
  components?: { schemas?: Record<string, Schema> };
}
interface Body {
  content: Record<string, { schema: Schema }>;
}

/** Everything that an OpenAPI document says can be asked. */
export function operationsOf(document: Document): Operation[] {
  const resolve = (ref: string) => document.components?.schemas?.[ref.split('/').at(-1)!] ?? {};
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      body: Object.values(requestBody?.content ?? {})[0]?.schema ?? null,
      resolve,
    })),
  );
}

/** How many of the requests of a narrowed caller are about what is not its own. */
const ATTACKS = 0.2;

/** A request of somebody: mostly one that could be meant, some at the edge, wrong or hostile. */
export function requestOf(operation: Operation, caller: Principal | null, random: Random): Asked {
  const { method, path, parameters, body, resolve } = operation;
  const isNarrowed = caller !== null && Object.keys(caller.scope).length > 0;
  // What is changed by who sees all is of the half that all may see: it may be meant for everybody.
  const world =
    method !== 'GET' && !isNarrowed ? OWN : random.chance(isNarrowed ? 1 - ATTACKS : 0.5) ? OWN : FOREIGN;
  const right = random.one([1, 1, 0.97, 0.9, 0.5]);
  const wanted: Wanted = { world, right, random, resolve };
  const place = path.replace(/\{(\w+)\}/g, (_, name: string) => encode(pathValue(path, name, world, random)));
  const query: string[] = [];
  for (const { name, in: where, required, schema } of parameters) {
    if (where !== 'query' || !(required || random.chance(sharesOf(name)))) continue;
    const value = valueFor(name, schema, wanted);
    for (const one of [value].flat().slice(0, 5)) query.push(`${encode(name)}=${encode(textOf(one))}`);
  }
  if (random.chance(0.02))
    query.push(random.one(['x=1', 'queue', '__proto__=1', 'queue[]=a', '&&=', '%ZZ=1']));
  const headers: Record<string, string> = {
    host: '127.0.0.1',
    ...(caller === null ? {} : { authorization: `Bearer lw_${caller.name}` }),
    ...(random.chance(0.05) ? { 'last-event-id': random.one(['0', 'x', String(Date.now()), '-1']) } : {}),
  };
  const asked: Asked = { method, path: query.length > 0 ? `${place}?${query.join('&')}` : place, headers };
  if (body === null && method !== 'POST') return asked;
  headers['content-type'] = random.chance(0.98) ? 'application/json' : 'text/plain';
  asked.body = random.chance(0.98)
    ? (JSON.stringify(valueFor('', body ?? {}, wanted)) ?? '')
    : random.one(['{', '', 'null', '[[[', '{"a":1', '\u0000']);
  return asked;
}

/** Filters of one's own dimensions are left out often: then they are to be put in. */
const sharesOf = (name: string) => (name === 'from' || name === 'to' ? 0.5 : 0.25);

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}

/** Half of a pair of UTF-16 cannot be encoded; on the wire it is what a careless client makes of it. */
function encode(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80';
}

/** The same question, asked by somebody who sees all, with what the caller may see as filters. */
export function narrowedByHand({ method, path, headers }: Asked, { scope }: Principal): Asked {
  const [place, query = ''] = path.split('?');
  const parameters = query.split('&').filter(Boolean);
  const isGiven = (name: string) =>
    parameters.some((one) => one.startsWith(`${name}=`) && one.length > name.length + 1);
  const own = Object.entries(scope).flatMap(([name, values]) =>
    isGiven(name) ? [] : values.map((value) => `${name}=${encode(value)}`),
  );
  return {
    method,
    path: `${place}?${[...parameters, ...own].join('&')}`,
    headers: { ...headers, authorization: 'Bearer lw_admin' },
  };
}
