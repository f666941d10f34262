import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureViewer, isViewerFresh } from '../../../infra/build/viewer.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/product.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const DIST = 'dashboards/viewer/dist';

let folder: TemporaryFolder;
const at = (name: string) => path.join(folder.path, name);
const page = () => readFileSync(at(`${DIST}/index.html`), 'utf8');

/** A project with a viewer of two small files, built by what builds the real one. */
beforeEach(async () => {
  folder = await temporaryFolder();
  for (const name of ['infra/build', 'dashboards/viewer/vite.config.ts', 'package.json'])
    cpSync(path.join(PROJECT, name), at(name), { recursive: true });
  symlinkSync(path.join(PROJECT, 'node_modules'), at('node_modules'));
  writeFileSync(at('dashboards/viewer/index.html'), '<script type="module" src="./main.ts"></script>');
  writeFileSync(at('dashboards/viewer/main.ts'), "document.title = 'first';");
});

afterEach(() => folder.remove());

describe('the viewer is built', () => {
  it('where there is none, and not again', async () => {
    expect(isViewerFresh(folder.path)).toBe(false);
    expect(await ensureViewer(folder.path)).toBe(true);
    const built = page();
    expect(await ensureViewer(folder.path)).toBe(false);
    expect(page()).toBe(built);
  });

  it('anew when a source was changed, added, removed or renamed; not when only its time is another', async () => {
    await ensureViewer(folder.path);
    utimesSync(at('dashboards/viewer/main.ts'), 0, 0);
    expect(isViewerFresh(folder.path)).toBe(true);

    writeFileSync(at('dashboards/viewer/main.ts'), "document.title = 'other';");
    utimesSync(at('dashboards/viewer/main.ts'), 0, 0);
    expect(isViewerFresh(folder.path)).toBe(false);
    await ensureViewer(folder.path);

    writeFileSync(at('dashboards/viewer/added.ts'), '');
    expect(isViewerFresh(folder.path)).toBe(false);
    await ensureViewer(folder.path);

    unlinkSync(at('dashboards/viewer/added.ts'));
    expect(isViewerFresh(folder.path)).toBe(false);
    await ensureViewer(folder.path);
    expect(isViewerFresh(folder.path)).toBe(true);
  });

  it('anew when its output, or a file of it, is gone or is another', async () => {
    await ensureViewer(folder.path);
    const [asset] = readdirSync(at(`${DIST}/assets`));
    rmSync(at(`${DIST}/assets/${asset}`));
    expect(isViewerFresh(folder.path)).toBe(false);
    await ensureViewer(folder.path);
    expect(existsSync(at(`${DIST}/assets/${asset}`))).toBe(true);

    writeFileSync(at(`${DIST}/index.html`), 'half a page');
    expect(await ensureViewer(folder.path)).toBe(true);
    expect(page()).toContain(asset);

    rmSync(at(DIST), { recursive: true });
    expect(await ensureViewer(folder.path)).toBe(true);
  });

  it('anew where there is one of before there were records', async () => {
    await ensureViewer(folder.path);
    rmSync(at(`${DIST}/built-from.json`));
    expect(await ensureViewer(folder.path)).toBe(true);
  });

  it('anew by another version of what builds it; without that it is served as it is', async () => {
    await ensureViewer(folder.path);
    const record = JSON.parse(readFileSync(at(`${DIST}/built-from.json`), 'utf8'));
    writeFileSync(
      at(`${DIST}/built-from.json`),
      JSON.stringify({ ...record, packages: { ...record.packages, vite: '0.0.1' } }),
    );
    expect(isViewerFresh(folder.path)).toBe(false);
    unlinkSync(at('node_modules'));
    expect(isViewerFresh(folder.path)).toBe(true);
  });

  it('after a build that was interrupted, of which nothing is left then', async () => {
    await ensureViewer(folder.path);
    // No process has this number: it is beyond what Linux gives.
    const left = at(`${DIST}/.building-4999999-x`);
    cpSync(at(`${DIST}/assets`), left, { recursive: true });
    expect(isViewerFresh(folder.path)).toBe(true);
    writeFileSync(at('dashboards/viewer/main.ts'), "document.title = 'other';");
    await ensureViewer(folder.path);
    expect(readdirSync(at(DIST)).sort()).toEqual(['assets', 'built-from.json', 'index.html']);
    expect(readdirSync(at(`${DIST}/assets`))).toHaveLength(1);
  });

  it('by two processes at once, neither of which harms the other', async () => {
    const build = () => promisify(execFile)(process.execPath, [at('infra/build/viewer.js')]);
    await Promise.all([build(), build(), build()]);
    expect(isViewerFresh(folder.path)).toBe(true);
    const [asset] = readdirSync(at(`${DIST}/assets`));
    expect(page()).toContain(asset);
  });

  it('not where its sources have a fault: what was there stays', async () => {
    await ensureViewer(folder.path);
    const built = page();
    writeFileSync(at('dashboards/viewer/main.ts'), 'this is no program');
    await expect(ensureViewer(folder.path)).rejects.toThrow();
    expect(page()).toBe(built);
  });
});
