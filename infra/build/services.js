// @ts-check
// The services and the embedded servers as a handful of files of JavaScript: loading them takes a fifth of the time.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, PACKED } from './bundle.js';
import { fingerprint, hashOf, versionsOf } from './fingerprint.js';
import { isThere } from './is-there.js';

/** The project. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What is run, by the name of its file. */
const ENTRIES = { linewatch: 'services/main.ts', embedded: 'infra/embedded/main.ts' };
const SOURCES = {
  folders: ['services', 'schemas', 'infra/embedded', 'infra/build'],
  files: ['tsconfig.json'],
};
const DIST = 'dist/services';
/** Which files there are; without it the folder is one that somebody has taken out of. */
const RECORD = 'files.json';
const UNFINISHED = '.building-';
/** Empty files named after the processes that run from a build. */
const USERS = 'users';
const ATTEMPTS = 3;

/**
 * The file to load instead of a source, of a build of the present sources, which is made where there is none. Each build has
 * a folder of its own, named after its sources, that appears when it is whole and never changes: several processes may build
 * at once, and one that runs may go on to load parts of it after the sources have changed.
 *
 * @param {string} entry a source below the root, such as `services/main.ts`
 * @returns {Promise<string | null>} null: of this source nothing is built, esbuild is not installed, or the folder cannot be
 *   written
 */
export async function builtFrom(entry, root = ROOT) {
  const name = Object.entries(ENTRIES).find(([, source]) => source === entry)?.[0];
  if (name === undefined) return null;
  const esbuild = versionsOf(root, ['esbuild']).esbuild;
  const of = hashOf(`${fingerprint(root, SOURCES)} ${esbuild} ${installed(root)}`).slice(0, 32);
  const folder = path.join(root, DIST, of);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (!isWhole(folder) && (esbuild === null || !(await build(root, folder)))) return null;
    noteUser(folder);
    // Whoever did not know yet that somebody uses it may have removed it.
    if (isWhole(folder)) return path.join(folder, `${name}.js`);
  }
  return null;
}

/** What npm notes of all packages that it has installed; the lock of the project may be ahead of it. @param {string} root */
function installed(root) {
  try {
    return hashOf(readFileSync(path.join(root, 'node_modules/.package-lock.json')));
  } catch {
    // Installed by something else: at least the versions of what is packed.
    return JSON.stringify(versionsOf(root, PACKED));
  }
}

/** Whether all files are there, of the size that they were written with. @param {string} folder */
function isWhole(folder) {
  try {
    const files = /** @type {Record<string, number>} */ (
      JSON.parse(readFileSync(path.join(folder, RECORD), 'utf8'))
    );
    return Object.entries(files).every(([name, size]) => statSync(path.join(folder, name)).size === size);
  } catch {
    return false;
  }
}

/**
 * @param {string} root
 * @param {string} folder that shall be there afterwards
 * @returns {Promise<boolean>} false: it cannot be written. Rejects with what esbuild found in the sources.
 */
async function build(root, folder) {
  const dist = path.dirname(folder);
  let building = '';
  try {
    mkdirSync(dist, { recursive: true });
    building = mkdtempSync(path.join(dist, `${UNFINISHED}${process.pid}-`));
  } catch {
    return false;
  }
  try {
    await bundle(root, ENTRIES, building);
    const sizes = readdirSync(building).map((name) => [name, statSync(path.join(building, name)).size]);
    writeFileSync(path.join(building, RECORD), JSON.stringify(Object.fromEntries(sizes)));
    publish(building, folder);
    removeUnused(dist, folder);
    return true;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/**
 * @param {string} building
 * @param {string} folder
 */
function publish(building, folder) {
  for (let attempt = 0; !isWhole(folder); attempt++) {
    try {
      renameSync(building, folder);
    } catch (error) {
      // Somebody else's build of the same sources came first; or one that lacks files is in the way.
      if (attempt > 0) throw error;
      if (!isWhole(folder)) rmSync(folder, { recursive: true, force: true });
    }
  }
}

/**
 * Builds of other sources go once no process runs from them, and what was being built by processes that are gone.
 *
 * @param {string} dist
 * @param {string} kept
 */
function removeUnused(dist, kept) {
  for (const name of readdirSync(dist)) {
    const folder = path.join(dist, name);
    if (folder === kept) continue;
    const pids = name.startsWith(UNFINISHED)
      ? [name.slice(UNFINISHED.length).split('-')[0]]
      : usersOf(folder);
    if (!pids.some((pid) => isThere(Number(pid)))) rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function usersOf(folder) {
  const users = path.join(folder, USERS);
  return existsSync(users) ? readdirSync(users) : [];
}

/** Where it cannot be noted, as in an image, nobody builds anew either. @param {string} folder */
function noteUser(folder) {
  const users = path.join(folder, USERS);
  const own = path.join(users, String(process.pid));
  try {
    for (const pid of usersOf(folder))
      if (!isThere(Number(pid))) rmSync(path.join(users, pid), { force: true });
    mkdirSync(users, { recursive: true });
    writeFileSync(own, '');
    process.once('exit', () => rmSync(own, { force: true }));
  } catch {
    // See above.
  }
}
