import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { codeOf, FaultsError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { type ContactCenter, parseContactCenter } from './contact-center.ts';

/** A change is read once the file has been left alone for this long: editors write in several steps. */
const SETTLE_MS = 200;

export interface ContactCenterWatch {
  close(): void;
}

/**
 * Reads the reference data of `path` again whenever the file changes or `SIGHUP` arrives, and hands it over
 * whole. A file that is faulty or gone is refused with all its faults in the log: what runs stays as it is.
 *
 * The folder is watched, not the file, because editors and mounted secrets replace the file by another one. On
 * file systems that report no changes, `SIGHUP` remains.
 *
 * @param signals where `SIGHUP` arrives: the process
 */
export function watchContactCenter(options: {
  path: string;
  signals: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  log: Log;
  onChange: (center: ContactCenter) => void;
}): ContactCenterWatch {
  const { signals, log, onChange } = options;
  const path = resolve(options.path);
  const file = basename(path);
  let inForce = readText();
  let settling: NodeJS.Timeout | undefined;

  function readText(): string | null {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      log.error({ file, code: codeOf(error) }, 'the contact center cannot be read: the one in force stays');
      return null;
    }
  }

  function reload(): void {
    const text = readText();
    if (text === null || text === inForce) return;
    inForce = text;
    try {
      onChange(parseContactCenter(text, file));
      log.info({ file }, 'the contact center has changed');
    } catch (error) {
      if (!(error instanceof FaultsError)) throw error;
      log.error(
        { file, code: error.code, faults: error.faults },
        'the contact center is faulty: the one in force stays',
      );
    }
  }

  function soon(): void {
    clearTimeout(settling);
    settling = setTimeout(reload, SETTLE_MS);
    settling.unref();
  }

  let watcher: FSWatcher | undefined;
  try {
    watcher = watch(dirname(path), { persistent: false }, soon);
    watcher.on('error', (error) =>
      log.warn({ file, code: codeOf(error) }, 'changes are no longer seen: send SIGHUP'),
    );
  } catch (error) {
    log.warn({ file, code: codeOf(error) }, 'changes cannot be seen: send SIGHUP');
  }
  signals.on('SIGHUP', reload);

  return {
    close() {
      clearTimeout(settling);
      watcher?.close();
      signals.off('SIGHUP', reload);
    },
  };
}
