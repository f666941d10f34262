/**
 * Runs a bundle that is given as `<this file>.cjs`'s neighbour `ingest-process.cjs`, with the machine code that an
 * earlier process has left: compiling is a third of what a process needs to be ready, and hundreds are started.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import vm from 'node:vm';

/** By then what a process needs to take up its work has been compiled. */
const WARM_MS = 4_000;

const file = path.join(import.meta.dirname, 'ingest-process.cjs');
const cacheFile = `${file}.cache`;
const cachedData = existsSync(cacheFile) ? readFileSync(cacheFile) : undefined;
const script = new vm.Script(Module.wrap(readFileSync(file, 'utf8')), {
  filename: file,
  cachedData,
  importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
});
if (cachedData === undefined) {
  setTimeout(() => {
    // Under another name first: a process that starts meanwhile must not read half of it.
    const unfinished = `${cacheFile}.${process.pid}`;
    writeFileSync(unfinished, script.createCachedData());
    renameSync(unfinished, cacheFile);
  }, WARM_MS).unref();
}
const module = { exports: {} };
script.runInThisContext()(module.exports, createRequire(file), module, file, path.dirname(file));
