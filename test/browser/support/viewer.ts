import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ensureViewer } from '../../../infra/build/viewer.js';
import { onceARun, RUN_FOLDER } from '../../support/once-a-run.ts';

const root = fileURLToPath(new URL('../../../dashboards/viewer', import.meta.url));
const settings = { root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'error' } as const;

/** The viewer, built from its present source into a folder that nobody writes to any more. */
export interface BuiltViewer {
  readonly folder: string;
  remove(): Promise<void>;
}

export async function buildViewer(): Promise<BuiltViewer> {
  const run = process.env[RUN_FOLDER];
  const folder =
    run === undefined
      ? await mkdtemp(path.join(tmpdir(), 'linewatch-viewer-'))
      : path.join(run, 'viewer-files');
  await onceARun('viewer', () => buildTo(folder));
  return {
    folder,
    async remove() {
      if (run === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function buildTo(outDir: string): Promise<void> {
  await build({ ...settings, build: { outDir, emptyOutDir: true } });
}

/** Builds it to where the product serves it from, as `npm start` does. Once a run: all products then have the same. */
export function buildProductsViewer(): Promise<void> {
  return onceARun('products-viewer', async () => {
    await ensureViewer();
  });
}
