import { normalizeSchema } from './avro.ts';
import { compatibilityFaults, parseLevel } from './compatibility.ts';
import { errors } from './errors.ts';
import type { RegistryStore, SchemaVersion } from './store.ts';
import * as subjects from './subjects.ts';

export interface RouteRequest {
  /** The decoded variable parts of the path, in their order. */
  path: string[];
  query: URLSearchParams;
  /** The JSON body; `{}` when there is none. */
  body: Record<string, unknown>;
}

/** What is answered, as JSON. */
type Route = (request: RouteRequest, store: RegistryStore) => unknown;

const isSet = (query: URLSearchParams, name: string) => query.get(name) === 'true';

const view = ({ subject, id, version, schema }: SchemaVersion) => ({ subject, id, version, schema });

function schemaIn(body: Record<string, unknown>): string {
  const { schema, schemaType = 'AVRO', references = [] } = body;
  if (schemaType !== 'AVRO')
    throw errors.invalidSchema(`schema type ${String(schemaType)} is not supported, only AVRO`);
  if (!Array.isArray(references) || references.length > 0)
    throw errors.invalidSchema('references are not supported');
  if (typeof schema !== 'string' || schema === '') throw errors.invalidSchema('the schema is empty');
  return schema;
}

function versionsOfId(store: RegistryStore, id: string, withDeleted = true): SchemaVersion[] {
  const versions = store.versionsWithId(Number(id)).filter(({ deleted }) => withDeleted || !deleted);
  if (versions.length === 0) throw errors.schemaNotFound();
  return versions;
}

async function configure(store: RegistryStore, subject: string | null, body: Record<string, unknown>) {
  const level = parseLevel(body.compatibility);
  if (level === undefined) throw errors.invalidCompatibility();
  await store.exclusively(() => store.commit([{ kind: 'configure', subject, level }]));
  return { compatibility: level };
}

async function resetLevel(store: RegistryStore, subject: string | null) {
  const level = subject === null ? subjects.effectiveLevel(store, null) : store.level(subject);
  if (level === undefined) throw errors.noSubjectConfig(subject ?? '');
  await store.exclusively(() => store.commit([{ kind: 'configure', subject, level: null }]));
  return { compatibilityLevel: level };
}

function checkCompatibility(request: RouteRequest, earlier: readonly SchemaVersion[], store: RegistryStore) {
  const schema = normalizeSchema(schemaIn(request.body));
  const level = subjects.effectiveLevel(store, request.path[0]!);
  const messages = compatibilityFaults(
    schema,
    earlier.map((version) => version.schema),
    level,
  );
  const verdict = { is_compatible: messages.length === 0 };
  return isSet(request.query, 'verbose') ? { ...verdict, messages } : verdict;
}

/** Confluent's API, by method and path; a star is a variable part. */
export const ROUTES: Readonly<Record<string, Route>> = {
  'GET /': () => ({}),
  'GET /schemas/types': () => ['AVRO'],
  'GET /schemas/ids/*': ({ path }, store) => ({ schema: versionsOfId(store, path[0]!)[0]!.schema }),
  'GET /schemas/ids/*/schema': ({ path }, store) => JSON.parse(versionsOfId(store, path[0]!)[0]!.schema),
  'GET /schemas/ids/*/versions': ({ path, query }, store) =>
    versionsOfId(store, path[0]!, isSet(query, 'deleted')).map(({ subject, version }) => ({
      subject,
      version,
    })),
  'GET /schemas/ids/*/subjects': ({ path, query }, store) =>
    versionsOfId(store, path[0]!, isSet(query, 'deleted')).map(({ subject }) => subject),

  'GET /subjects': ({ query }, store) =>
    store
      .subjects()
      .filter((subject) => subject.startsWith(query.get('subjectPrefix') ?? ''))
      .filter(
        (subject) => isSet(query, 'deleted') || store.versions(subject).some(({ deleted }) => !deleted),
      ),
  'POST /subjects/*': ({ path, query, body }, store) =>
    view(subjects.lookUp(store, path[0]!, schemaIn(body), isSet(query, 'deleted'))),
  'DELETE /subjects/*': ({ path, query }, store) =>
    subjects.deleteSubject(store, path[0]!, isSet(query, 'permanent')),
  'GET /subjects/*/versions': ({ path, query }, store) =>
    subjects.listVersions(store, path[0]!, isSet(query, 'deleted')).map(({ version }) => version),
  'POST /subjects/*/versions': async ({ path, body }, store) => ({
    id: await subjects.register(store, path[0]!, schemaIn(body)),
  }),
  'GET /subjects/*/versions/*': ({ path, query }, store) =>
    view(subjects.findVersion(store, path[0]!, path[1]!, isSet(query, 'deleted'))),
  'GET /subjects/*/versions/*/schema': ({ path, query }, store) =>
    JSON.parse(subjects.findVersion(store, path[0]!, path[1]!, isSet(query, 'deleted')).schema),
  'DELETE /subjects/*/versions/*': ({ path, query }, store) =>
    subjects.deleteVersion(store, path[0]!, path[1]!, isSet(query, 'permanent')),

  'POST /compatibility/subjects/*/versions/*': (request, store) =>
    checkCompatibility(
      request,
      [subjects.findVersion(store, request.path[0]!, request.path[1]!, false)],
      store,
    ),
  'POST /compatibility/subjects/*/versions': (request, store) =>
    checkCompatibility(
      request,
      store.versions(request.path[0]!).filter(({ deleted }) => !deleted),
      store,
    ),

  'GET /config': (_request, store) => ({ compatibilityLevel: subjects.effectiveLevel(store, null) }),
  'PUT /config': ({ body }, store) => configure(store, null, body),
  'DELETE /config': (_request, store) => resetLevel(store, null),
  'GET /config/*': ({ path, query }, store) => {
    const own = store.level(path[0]!);
    if (own === undefined && !isSet(query, 'defaultToGlobal')) throw errors.noSubjectConfig(path[0]!);
    return { compatibilityLevel: own ?? subjects.effectiveLevel(store, null) };
  },
  'PUT /config/*': ({ path, body }, store) => configure(store, path[0]!, body),
  'DELETE /config/*': ({ path }, store) => resetLevel(store, path[0]!),

  'GET /mode': () => ({ mode: 'READWRITE' }),
  'GET /mode/*': () => ({ mode: 'READWRITE' }),
};
