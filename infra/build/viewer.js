// @ts-check
// `node infra/build/viewer.js`: builds the viewer that the query service serves, unless it is of these sources already.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { filesIn, fingerprint, hashOf, versionsOf } from './fingerprint.js';
import { isThere } from './is-there.js';

/** The project. */
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = { folders: ['dashboards/viewer'], files: ['infra/build/viewer.js'] };
/** What the build is made with, and what of npm it contains. */
export const PACKAGES = ['vite', 'rolldown', 'preact', 'uplot'];
const DIST = 'dashboards/viewer/dist';
/** What the files in `dist` are of; written when all of them are there. */
const RECORD = 'built-from.json';
/** Names of what other processes are building, or were when they were killed. */
const UNFINISHED = '.building-';
/** Sources that change while they are built, and other processes that build others of them, are met again this often. */
const ATTEMPTS = 3;

/**
 * @typedef {object} Built
 * @property {string} sources their fingerprint
 * @property {Record<string, string | null>} packages versions
 * @property {Record<string, string>} files by name in `dist`, the hash of each
 */

/**
 * Whether what is served is what its sources, and the packages as far as they are installed, would give. Built files that
 * were changed, removed or only half replaced make it stale; so does a build of before there were records.
 */
export function isViewerFresh(root = ROOT) {
  const record = readRecord(root);
  if (record === null || record.sources !== fingerprint(root, SOURCES)) return false;
  const now = versionsOf(root, PACKAGES);
  if (PACKAGES.some((name) => now[name] !== null && now[name] !== record.packages[name])) return false;
  return Object.entries(record.files).every(
    ([name, hash]) => hash === hashOfFile(path.join(root, DIST, name)),
  );
}

/**
 * Builds it if it is stale. Several processes may do so at once: each builds in a folder of its own, a name under `assets`
 * stands for its content, and whoever finds what another one left unfit builds again.
 *
 * @returns {Promise<boolean>} whether it was built; rejects with `ERR_MODULE_NOT_FOUND` where Vite is not installed, and
 *   with what Vite found in the sources
 */
export async function ensureViewer(root = ROOT) {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (isViewerFresh(root)) return attempt > 0;
    await buildViewer(root);
  }
  if (isViewerFresh(root)) return true;
  throw new Error('the sources of the viewer change while it is built');
}

/** @param {string} root */
async function buildViewer(root) {
  const { build } = await import('vite');
  const dist = path.join(root, DIST);
  mkdirSync(dist, { recursive: true });
  const building = mkdtempSync(path.join(dist, `${UNFINISHED}${process.pid}-`));
  try {
    // Before they are read: what changes meanwhile makes the build stale.
    const sources = fingerprint(root, SOURCES);
    const viewer = path.join(root, 'dashboards/viewer');
    await build({
      root: viewer,
      configFile: path.join(viewer, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: building, emptyOutDir: true },
    });
    putInPlace(building, dist, { sources, packages: versionsOf(root, PACKAGES) });
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

/**
 * File by file, as a server may be reading: the page last of what it names, the record last of all, then what is of no use
 * any more goes.
 *
 * @param {string} building
 * @param {string} dist
 * @param {Omit<Built, 'files'>} of
 */
function putInPlace(building, dist, of) {
  /** @type {Built['files']} */
  const files = {};
  const isPage = (/** @type {string} */ name) => Number(name === 'index.html');
  for (const name of filesIn(building, '').sort((a, b) => isPage(a) - isPage(b))) {
    const from = path.join(building, name);
    files[name] = hashOf(readFileSync(from));
    mkdirSync(path.dirname(path.join(dist, name)), { recursive: true });
    renameSync(from, path.join(dist, name));
  }
  const record = path.join(building, RECORD);
  writeFileSync(record, JSON.stringify({ ...of, files }, null, 2));
  renameSync(record, path.join(dist, RECORD));
  for (const name of readdirSync(dist)) {
    if (isUnfinished(name)) rmSync(path.join(dist, name), { recursive: true, force: true });
  }
  for (const name of filesIn(dist, '')) {
    if (name === RECORD || name in files || name.startsWith(UNFINISHED)) continue;
    rmSync(path.join(dist, name), { force: true });
  }
}

/** Whether it is what a process that is gone was building. @param {string} name */
function isUnfinished(name) {
  return name.startsWith(UNFINISHED) && !isThere(Number(name.slice(UNFINISHED.length).split('-')[0]));
}

/** @returns {Built | null} */
function readRecord(/** @type {string} */ root) {
  try {
    return JSON.parse(readFileSync(path.join(root, DIST, RECORD), 'utf8'));
  } catch {
    return null;
  }
}

/** @param {string} file */
function hashOfFile(file) {
  return existsSync(file) ? hashOf(readFileSync(file)) : null;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await ensureViewer();
}
