import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { namesServers } from '../connections.ts';
import { codeOf } from '../errors.ts';
import type { Environment } from './environment.ts';

const SECRET_BYTES = 32;

/** What of the environment tells where a secret is. */
export type SecretSettings = Pick<
  Environment,
  'DATA_DIR' | 'KAFKA_BROKERS' | 'SCHEMA_REGISTRY_URL' | 'CLICKHOUSE_URL'
>;

/** A secret that is given, or kept in a file of the data folder. */
export interface KeptSecret {
  given: string | undefined;
  /** Its name in the data folder. */
  file: string;
}

/**
 * The secret that is given, or that of the data folder. Where the servers are the embedded ones, one that is not there yet
 * is made, readable by its owner alone, so that all that runs on the folder has the same.
 *
 * @param missing thrown where the environment names servers and no secret: several machines must have the same there, and
 *   one that is lost with a container cannot be had again
 */
export function secretOf(settings: SecretSettings, secret: KeptSecret, missing: () => Error): string {
  const known = knownSecret(settings, secret);
  if (known !== null) return known;
  if (namesServers(settings as Environment)) throw missing();
  return makeSecret(settings.DATA_DIR, secret.file);
}

/** The same where there is one already; null otherwise. */
export function knownSecret(settings: SecretSettings, { given, file }: KeptSecret): string | null {
  if (given !== undefined) return given;
  return namesServers(settings as Environment) ? null : readSecret(settings.DATA_DIR, file);
}

function readSecret(folder: string, name: string): string | null {
  try {
    return readFileSync(path.join(folder, name), 'utf8').trim() || null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function makeSecret(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  const fresh = `${file}.${process.pid}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, `${randomBytes(SECRET_BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // Whole or not at all, and never over one that another process has made meanwhile.
    linkSync(fresh, file);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  return readSecret(folder, name)!;
}
