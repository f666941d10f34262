// @ts-check
// Plain JavaScript, as all of this folder: it runs before it is known how TypeScript is run.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What something is built of.
 *
 * @typedef {object} Sources
 * @property {readonly string[]} folders with all files in them, but for those in `dist`; below the root
 * @property {readonly string[]} files
 */

/**
 * A hash over names and contents of all sources: another one after a change, an addition, a removal or another name,
 * whatever the times of the files say.
 *
 * @param {string} root
 * @param {Sources} sources
 * @returns {string} hexadecimal
 */
export function fingerprint(root, { folders, files }) {
  const hash = createHash('sha256');
  const names = [...files, ...folders.flatMap((folder) => filesIn(root, folder))].sort();
  for (const name of names) {
    const content = readFileSync(path.join(root, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * Versions of packages as they are installed; null where one is not.
 *
 * @param {string} root
 * @param {readonly string[]} packages
 * @returns {Record<string, string | null>}
 */
export function versionsOf(root, packages) {
  return Object.fromEntries(packages.map((name) => [name, versionOf(root, name)]));
}

/**
 * The files in a folder and below, with `/` between names; links are left out.
 *
 * @param {string} root
 * @param {string} folder below the root
 * @returns {string[]} below the root
 */
export function filesIn(root, folder) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'dist' ? [] : filesIn(root, name);
    return entry.isFile() ? [name] : [];
  });
}

/** @param {Buffer | string} content */
export function hashOf(content) {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * @param {string} root
 * @param {string} name
 * @returns {string | null}
 */
function versionOf(root, name) {
  try {
    return JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')).version;
  } catch {
    return null;
  }
}
