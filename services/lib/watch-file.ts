import { type FSWatcher, readFileSync, watch } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { codeOf, FaultsError } from './errors.ts';
import type { Log } from './log.ts';

/** A change is read once the file has been left alone for this long: editors write in several steps. */
const SETTLE_MS = 200;

export interface FileWatch {
  close(): void;
}

export interface FileWatchOptions<T> {
  path: string;
  /** Of the log lines, such as `the contact center`. */
  what: string;
  /** Where `SIGHUP` arrives: the process. */
  signals: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  log: Log;
  /** Makes something of the text; `file` is its name, for messages. Throws `FaultsError`. */
  parse: (text: string, file: string) => T;
  /** Told of each new one. */
  onChange: (parsed: T) => void;
  /** Told of each that was refused, once, with its `FaultsError`. */
  onRefused?: (error: FaultsError) => void;
}

/**
 * Reads `path` again whenever the file changes or `SIGHUP` arrives, and hands it over whole. A file that is faulty or
 * gone is refused with all its faults in the log: what runs stays as it is.
 *
 * The folder is watched, not the file, because editors and mounted secrets replace the file by another one. On
 * file systems that report no changes, `SIGHUP` remains.
 */
export function watchFile<T>(options: FileWatchOptions<T>): FileWatch {
  const { what, signals, log, parse, onChange, onRefused } = options;
  const path = resolve(options.path);
  const file = basename(path);
  let inForce = readText();
  let settling: NodeJS.Timeout | undefined;

  function readText(): string | null {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      log.error({ file, code: codeOf(error) }, `${what} cannot be read: what is in force stays`);
      return null;
    }
  }

  function reload(): void {
    const text = readText();
    if (text === null || text === inForce) return;
    inForce = text;
    try {
      onChange(parse(text, file));
      log.info({ file }, `${what} has changed`);
    } catch (error) {
      if (!(error instanceof FaultsError)) throw error;
      log.error(
        { file, code: error.code, faults: error.faults },
        `${what} is faulty: what is in force stays`,
      );
      onRefused?.(error);
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
