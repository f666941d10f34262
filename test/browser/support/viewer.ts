import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../../dashboards/viewer', import.meta.url));

/** The viewer, built from its present source into a folder of its own. */
export interface BuiltViewer {
  readonly folder: string;
  remove(): Promise<void>;
}

export async function buildViewer(): Promise<BuiltViewer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'linewatch-viewer-'));
  await build({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Builds it to where the product serves it from, as `npm start` does before it starts. */
export async function buildProductsViewer(): Promise<void> {
  await build({ root, configFile: path.join(root, 'vite.config.ts'), logLevel: 'error' });
}
