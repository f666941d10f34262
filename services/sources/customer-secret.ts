import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../lib/config/environment.ts';
import { namesServers } from '../lib/connections.ts';
import { codeOf, LinewatchError } from '../lib/errors.ts';

const FILE = 'customer-id.secret';
const SECRET_BYTES = 32;

type Settings = Pick<
  Environment,
  'CUSTOMER_ID_SECRET' | 'DATA_DIR' | 'KAFKA_BROKERS' | 'SCHEMA_REGISTRY_URL' | 'CLICKHOUSE_URL'
>;

/**
 * What customers' ids are made with: CUSTOMER_ID_SECRET. Where the servers are the embedded ones it may be left out: a
 * random one is then made once and kept in the data folder, readable by its owner alone, so that all that runs on the
 * folder makes the same ids.
 *
 * Throws `CUSTOMER_SECRET_NEEDED` where the environment names servers: several machines must make the same ids there,
 * and a secret that is lost with a container would make every customer another one.
 */
export function customerSecretOf(environment: Settings): string {
  const known = knownCustomerSecret(environment);
  if (known !== null) return known;
  if (namesServers(environment as Environment)) {
    throw new LinewatchError(
      'CUSTOMER_SECRET_NEEDED',
      'CUSTOMER_ID_SECRET is not set: the ids of customers are made with it. Set it to the same value wherever ' +
        'records of telephone and contact systems come in, such as that of: openssl rand -hex 32',
    );
  }
  return makeSecret(environment.DATA_DIR);
}

/** The same where there is one already; null otherwise. */
export function knownCustomerSecret(environment: Settings): string | null {
  const { CUSTOMER_ID_SECRET: given, DATA_DIR: folder } = environment;
  if (given !== undefined) return given;
  return namesServers(environment as Environment) ? null : readSecret(folder);
}

function readSecret(folder: string): string | null {
  try {
    return readFileSync(path.join(folder, FILE), 'utf8').trim() || null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function makeSecret(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, FILE);
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
  return readSecret(folder)!;
}
