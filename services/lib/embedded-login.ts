import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The only user of the embedded ClickHouse, by the name that clients take where none is given. */
export const EMBEDDED_USER = 'default';

const FILE = 'clickhouse.login';
const SECRET_BYTES = 24;

/** Where the login of a data folder's ClickHouse stands: a file for `curl -K`, which keeps it off command lines. */
export const loginFileOf = (dataDir: string): string => path.join(dataDir, FILE);

/** The password of the data folder's ClickHouse, or null: nothing was started there yet, or the file is damaged. */
export function readLogin(dataDir: string): string | null {
  try {
    const text = readFileSync(loginFileOf(dataDir), 'utf8');
    return new RegExp(`^user = "${EMBEDDED_USER}:([\\w-]{32})"$`, 'm').exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

/** The same, made where there is none; for whoever holds the data folder. Only the owner can read the file. */
export function readOrMakeLogin(dataDir: string): string {
  const kept = readLogin(dataDir);
  if (kept !== null) return kept;
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const file = loginFileOf(dataDir);
  const text = `# The login of this data folder's ClickHouse, for curl -K\nuser = "${EMBEDDED_USER}:${secret}"\n`;
  // A file of its own, moved into place: one that is there already would keep its mode.
  rmSync(`${file}.new`, { force: true });
  writeFileSync(`${file}.new`, text, { mode: 0o600, flag: 'wx' });
  renameSync(`${file}.new`, file);
  return secret;
}

/** The address with the login, as clients of ClickHouse take it. */
export function withLogin(url: string, secret: string): string {
  const whole = new URL(url);
  whole.username = EMBEDDED_USER;
  whole.password = secret;
  return whole.href.replace(/\/$/, '');
}
