import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const MAPPINGS = new URL('../real-data/', import.meta.url);
const FOLDER =
  process.env.LINEWATCH_REAL_DATA ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** The path of a file of the real data. Throws where it is not there: a test must not pass for lack of data. */
export function realData(path: string): string {
  const file = `${FOLDER}/${path}`;
  if (!existsSync(file)) {
    throw new Error(
      `Real data is missing: ${file}. It is not part of the project; put it beside the checkout as shared/data, ` +
        'or name its folder in LINEWATCH_REAL_DATA. See test/real-data/README.md.',
    );
  }
  return file;
}

/** The text of a mapping of the real data. */
export function realMapping(name: string): string {
  return readFileSync(new URL(`${name}.mapping.yaml`, MAPPINGS), 'utf8');
}
