import { copyFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'vite';

const LOADER = path.join(import.meta.dirname, 'load-cached.mjs');
const SCHEMAS = path.join(import.meta.dirname, '../../schemas');

/** Packages with machine code, which cannot be bundled. */
const NATIVE = ['snappy', 'lz4-napi'];
const paths = Object.fromEntries(NATIVE.map((name) => [name, createRequire(import.meta.url).resolve(name)]));

/**
 * Bundles an entry point into one file that plain Node runs, and gives its path: hundreds of processes are started,
 * and loading a thousand source files each time would take most of the run. The schemas are read
 * from beside it.
 */
export async function bundle(entry: string, outDir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: {
        external: NATIVE,
        output: { entryFileNames: '[name].cjs', format: 'cjs', paths },
      },
    },
    ssr: { noExternal: true },
  });
  const files = readdirSync(SCHEMAS).filter((file) => file.endsWith('.avsc'));
  for (const file of files) copyFileSync(path.join(SCHEMAS, file), path.join(outDir, file));
  const loader = path.join(outDir, path.basename(LOADER));
  copyFileSync(LOADER, loader);
  return loader;
}
