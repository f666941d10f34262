// @ts-check
// `node infra/run.js SOURCE [ARGUMENT ...]`: runs a TypeScript file of the project in the way that is ready soonest: from a
// build of the present sources (`build/services.js`), else by Node's own stripping of types where it has that, else by tsx.
// RUN_FROM=build, strip or tsx takes one of them: stack traces of the last two name lines of the sources.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { builtFrom } from './build/services.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const [node = process.execPath, , given = '', ...rest] = process.argv;
const source = path.resolve(ROOT, given);
// As if the source had been started itself.
process.argv = [node, source, ...rest];

const file = (await built()) ?? source;
// @ts-expect-error: it has no types.
if (file === source && !strips()) await import('tsx');
await import(pathToFileURL(file).href);

/** @returns {Promise<string | null>} */
async function built() {
  const { RUN_FROM } = process.env;
  if (RUN_FROM === 'strip' || RUN_FROM === 'tsx') return null;
  const name = path.relative(ROOT, source).replaceAll(path.sep, '/');
  try {
    return await builtFrom(name);
  } catch (error) {
    // A fault of the sources is better told by what reads them one by one.
    if (RUN_FROM === 'build') throw error;
    return null;
  }
}

function strips() {
  return process.env.RUN_FROM !== 'tsx' && Boolean(Reflect.get(process.features, 'typescript'));
}
