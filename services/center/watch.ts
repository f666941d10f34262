import { type FileWatch, type FileWatchOptions, watchFile } from '../lib/watch-file.ts';
import { type ContactCenter, parseContactCenter } from './contact-center.ts';

/** Hands over the reference data of `path` whenever they change, as `watchFile` does. */
export function watchContactCenter(
  options: Omit<FileWatchOptions<ContactCenter>, 'what' | 'parse'>,
): FileWatch {
  return watchFile({ ...options, what: 'the contact center', parse: parseContactCenter });
}
