import { copyFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

const SCHEMAS = path.join(import.meta.dirname, '../../schemas');

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
      // Half the text to be parsed, and names stay to be read in a stack.
      minify: false,
      rollupOptions: {
        output: {
          entryFileNames: '[name].mjs',
          minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
    ssr: { noExternal: true },
  });
  const files = readdirSync(SCHEMAS).filter((file) => file.endsWith('.avsc'));
  for (const file of files) copyFileSync(path.join(SCHEMAS, file), path.join(outDir, file));
  return path.join(outDir, `${path.basename(entry, '.ts')}.mjs`);
}
