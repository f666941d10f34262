import { normalizeSchema } from './avro.ts';
import { type CompatibilityLevel, compatibilityFaults } from './compatibility.ts';
import { errors } from './errors.ts';
import type { Change, RegistryStore, SchemaVersion } from './store.ts';

const DEFAULT_LEVEL: CompatibilityLevel = 'BACKWARD';
const MAX_VERSION = 2 ** 31 - 1;

/** The level that holds for a subject: its own, the global one, or Confluent's default. */
export function effectiveLevel(store: RegistryStore, subject: string | null): CompatibilityLevel {
  return store.level(subject) ?? store.level(null) ?? DEFAULT_LEVEL;
}

/** @throws RegistryError 40401 when the subject has no version that may be listed */
export function listVersions(
  store: RegistryStore,
  subject: string,
  withDeleted: boolean,
): readonly SchemaVersion[] {
  const versions = store.versions(subject).filter(({ deleted }) => withDeleted || !deleted);
  if (versions.length === 0) throw errors.subjectNotFound(subject);
  return versions;
}

/** @param version a number or `latest` @throws RegistryError 42202, 40401, 40402 */
export function findVersion(
  store: RegistryStore,
  subject: string,
  version: string,
  withDeleted: boolean,
): SchemaVersion {
  const wanted = parseVersion(version);
  const versions = listVersions(store, subject, withDeleted);
  const found =
    wanted === 'latest' ? versions.at(-1) : versions.find((candidate) => candidate.version === wanted);
  if (found === undefined) throw errors.versionNotFound(version);
  return found;
}

/** @throws RegistryError 40401, 40403 */
export function lookUp(
  store: RegistryStore,
  subject: string,
  text: string,
  withDeleted: boolean,
): SchemaVersion {
  const schema = normalizeSchema(text);
  const found = listVersions(store, subject, withDeleted).find((candidate) => candidate.schema === schema);
  if (found === undefined) throw errors.schemaNotFound();
  return found;
}

/** Registers a schema; one that the subject has already keeps its version. @throws RegistryError 42201, 409 */
export function register(store: RegistryStore, subject: string, text: string): Promise<number> {
  const schema = normalizeSchema(text);
  return store.exclusively(async () => {
    const versions = store.versions(subject);
    const live = versions.filter(({ deleted }) => !deleted);
    const known = live.find((candidate) => candidate.schema === schema);
    if (known) return known.id;
    const faults = compatibilityFaults(
      schema,
      live.map((candidate) => candidate.schema),
      effectiveLevel(store, subject),
    );
    if (faults.length > 0) throw errors.incompatible(subject, faults);
    const id = store.idOf(schema);
    const version = (versions.at(-1)?.version ?? 0) + 1;
    await store.commit([{ kind: 'register', subject, version, id, schema }]);
    return id;
  });
}

/** Deletes all versions of a subject. @returns their numbers @throws RegistryError 40401, 40404, 40405 */
export function deleteSubject(store: RegistryStore, subject: string, permanent: boolean): Promise<number[]> {
  return store.exclusively(async () => {
    const versions = listVersions(store, subject, true);
    const live = versions.filter(({ deleted }) => !deleted);
    if (permanent && live.length > 0) throw errors.subjectNotSoftDeleted(subject);
    if (!permanent && live.length === 0) throw errors.subjectSoftDeleted(subject);
    const numbers = (permanent ? versions : live).map(({ version }) => version);
    await store.commit(numbers.map((version): Change => ({ kind: 'delete', subject, version, permanent })));
    return numbers;
  });
}

/** @throws RegistryError 42202, 40401, 40402, 40406, 40407 */
export function deleteVersion(
  store: RegistryStore,
  subject: string,
  version: string,
  permanent: boolean,
): Promise<number> {
  return store.exclusively(async () => {
    const found = findVersion(store, subject, version, version !== 'latest' || permanent);
    if (permanent && !found.deleted) throw errors.versionNotSoftDeleted(subject, found.version);
    if (!permanent && found.deleted) throw errors.versionSoftDeleted(subject, found.version);
    await store.commit([{ kind: 'delete', subject, version: found.version, permanent }]);
    return found.version;
  });
}

function parseVersion(version: string): number | 'latest' {
  // Confluent takes -1 for latest.
  if (version === 'latest' || version === '-1') return 'latest';
  const number = Number(version);
  if (!Number.isInteger(number) || number < 1 || number > MAX_VERSION) throw errors.invalidVersion(version);
  return number;
}
