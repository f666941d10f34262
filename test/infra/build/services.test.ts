import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { builtFrom } from '../../../infra/build/services.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/product.ts';

const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const ENTRY = 'services/main.ts';

let folder: TemporaryFolder;
const at = (name: string) => path.join(folder.path, name);
const say = (text: string) => writeFileSync(at('services/word.ts'), `export const word: string = '${text}';`);

/** What a process prints that is started as `npm start` starts one. */
async function run(environment: Record<string, string> = {}): Promise<string> {
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [at('infra/run.js'), ENTRY, 'hello'], {
    env,
  });
  return stdout.trim();
}

const builds = () => readdirSync(at('dist/services'));

/** A project with a service of two files, run by what runs the real ones. */
beforeEach(async () => {
  folder = await temporaryFolder();
  for (const name of ['infra/build', 'infra/run.js', 'package.json', 'tsconfig.json'])
    cpSync(path.join(PROJECT, name), at(name), { recursive: true });
  symlinkSync(path.join(PROJECT, 'node_modules'), at('node_modules'));
  for (const name of ['services', 'schemas', 'infra/embedded']) mkdirSync(at(name));
  writeFileSync(at('infra/embedded/main.ts'), '');
  writeFileSync(
    at(ENTRY),
    `import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { word } from './word.ts';
const file = fileURLToPath(new URL('word.ts', import.meta.url));
console.log(word, process.argv.slice(2).join(), relative(${JSON.stringify(PROJECT)}, file) !== '', file.endsWith('/services/word.ts'), import.meta.url.endsWith('main.ts'));`,
  );
  say('first');
});

afterEach(() => folder.remove());

describe('a service runs', () => {
  it.each(['build', 'strip', 'tsx'])(
    'the same whatever runs it, and knows where its sources are: %s',
    async (way) => {
      expect(await run({ RUN_FROM: way })).toBe('first hello true true true');
    },
  );

  it('from a build that is kept while the sources stay, whatever their times', async () => {
    const built = await builtFrom(ENTRY, folder.path);
    utimesSync(at(ENTRY), 0, 0);
    expect(await builtFrom(ENTRY, folder.path)).toBe(built);
    expect(await run()).toContain('first');
    expect(builds()).toHaveLength(1);
  });

  it('from a new one when a source was changed, added or removed', async () => {
    const seen = new Set<string | null>();
    const build = async () => seen.add(await builtFrom(ENTRY, folder.path));
    await build();
    say('other');
    utimesSync(at('services/word.ts'), 0, 0);
    expect(await run()).toContain('other');
    await build();
    writeFileSync(at('services/added.ts'), '');
    await build();
    rmSync(at('services/added.ts'));
    await build();
    expect(seen.size).toBe(3);
  });

  it('from a new one when other packages are installed', async () => {
    const built = await builtFrom(ENTRY, folder.path);
    const packages = path.join(PROJECT, 'node_modules');
    rmSync(at('node_modules'));
    mkdirSync(at('node_modules'));
    for (const name of readdirSync(packages))
      symlinkSync(path.join(packages, name), at(`node_modules/${name}`));
    expect(await builtFrom(ENTRY, folder.path)).toBe(built);
    rmSync(at('node_modules/.package-lock.json'));
    writeFileSync(at('node_modules/.package-lock.json'), '{}');
    expect(await builtFrom(ENTRY, folder.path)).not.toBe(built);
  });

  it('from a build made again when files of it are gone, or all of it', async () => {
    const built = (await builtFrom(ENTRY, folder.path))!;
    rmSync(built);
    expect(await run()).toContain('first');
    rmSync(at('dist'), { recursive: true });
    expect(await run()).toContain('first');
  });

  it('while a build is interrupted that another process had begun: nothing of it is left', async () => {
    mkdirSync(at('dist/services/.building-4999999-x'), { recursive: true });
    expect(await run()).toContain('first');
    expect(builds()).toHaveLength(1);
  });

  it('in several processes that begin at once', async () => {
    expect(await Promise.all([run(), run(), run()])).toEqual(Array(3).fill('first hello true true true'));
    expect(builds()).toHaveLength(1);
  });

  it('on from its build after the sources have changed; builds that nobody uses go', async () => {
    const old = (await builtFrom(ENTRY, folder.path))!;
    say('other');
    const other = (await builtFrom(ENTRY, folder.path))!;
    expect(readFileSync(old, 'utf8')).toContain('first');
    // This process uses both; it is gone for whoever comes after it.
    for (const file of [old, other]) rmSync(path.join(path.dirname(file), 'users'), { recursive: true });
    say('third');
    await builtFrom(ENTRY, folder.path);
    expect(builds()).toHaveLength(1);
  });

  it('without a build where the folder cannot be written', async () => {
    writeFileSync(at('dist'), 'no folder');
    expect(await run()).toContain('first');
  });

  it('not where a source has a fault, which is told with its place', async () => {
    writeFileSync(at('services/word.ts'), 'export const word = ;');
    await expect(run()).rejects.toThrow(/word\.ts/);
  });
});
