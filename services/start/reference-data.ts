import { existsSync, readFileSync } from 'node:fs';
import { EXAMPLE, referenceFileIn } from '../center/contact-center.ts';
import { replaceFile } from '../lib/replace-file.ts';
import type { Place } from '../simulator/place.ts';
import { placedReference } from '../simulator/reference.ts';

const NOTE = `The reference data of the simulated center: those of infra/config/contact-center.example.yaml, with the
hours and the week of where it is, and without holidays. It is read again when it is changed.`;

/** People who are not there have nothing to hide. */
const TEXTS = `
# What messages say is measured (docs/conversation-quality.md): those of the simulated center are nobody's.
texts: { read: true }
`;

/**
 * Puts the reference data of the simulated center into the data folder, unless they are there: the example, placed
 * where the center is, so that what is promised fits the hours at which its people work.
 *
 * @returns the file
 */
export async function keepReference(dataDir: string, place: Place): Promise<string> {
  const path = referenceFileIn(dataDir);
  if (existsSync(path)) return path;
  await replaceFile(path, placedReference(readFileSync(EXAMPLE, 'utf8'), place, NOTE) + TEXTS);
  return path;
}
