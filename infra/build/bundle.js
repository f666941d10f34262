// @ts-check
// Many sources as a handful of files of JavaScript, as they are run.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Packages of many small files, in JavaScript alone, that nothing else shares objects with: to find and read their files
 * takes longer than to run them.
 */
export const PACKED = ['@stdlib', 'commander', 'kafkajs', 'prom-client', 'yaml'];
/** What packages of the older kind find in a file of theirs. */
const BANNER = `import { createRequire as requireOf } from 'node:module';
const require = requireOf(import.meta.url);`;

/**
 * Sources and all that they import as files of JavaScript. Rejects with what esbuild found in the sources.
 *
 * @param {string} root the project
 * @param {Record<string, string>} entries sources below it, by the names of their files
 * @param {string} outdir a folder two below `dist`
 */
export async function bundle(root, entries, outdir) {
  // By require: it is a package of tsx and of Vite, and of ours.
  const { build: run } = /** @type {typeof import('esbuild')} */ (createRequire(import.meta.url)('esbuild'));
  await run({
    absWorkingDir: root,
    entryPoints: entries,
    outdir,
    // All in one folder: an address of a source is the same from each of them.
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'silent',
    banner: { js: BANNER },
    plugins: [
      {
        name: 'packages',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^[^./]/ }, ({ path: name, importer, kind }) => {
            const isOurs = !importer.includes('/node_modules/');
            if (kind === 'entry-point' || !isOurs || PACKED.includes(name.split('/')[0] ?? ''))
              return undefined;
            return { path: name, external: true };
          });
        },
      },
      {
        name: 'addresses-of-sources',
        setup: ({ onLoad }) => {
          onLoad({ filter: /\.[jt]s$/ }, ({ path: file }) => {
            if (file.includes('/node_modules/')) return undefined;
            const text = readFileSync(file, 'utf8');
            const loader = file.endsWith('.ts') ? 'ts' : 'js';
            if (!text.includes('import.meta.url')) return { contents: text, loader };
            // From where the folder will be, which may have another name then.
            const source = JSON.stringify(
              path.relative(path.join(root, 'dist/any/any'), file).replaceAll(path.sep, '/'),
            );
            const address = `new URL(${source}, import.meta.url).href`;
            return { contents: text.replaceAll('import.meta.url', address), loader };
          });
        },
      },
    ],
  });
}
