import { accessSync, constants, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { drainPending, Session } from 'chdb';
import { engineConfig } from './engine-config.ts';
import { engineUsers } from './engine-users.ts';
import { asException } from './errors.ts';
import { quote } from './sql/literal.ts';

/** What the engine says of a finished statement. */
export interface StatementResult {
  bytes: Uint8Array;
  rows: number;
  rowBytes: number;
  elapsedSeconds: number;
}

/** One connection to the engine; runs one statement at a time. */
export interface EngineSession {
  /** @throws ClickHouseException */
  run(sql: string, format?: string): Promise<StatementResult>;
  /** Cancels what the session runs; its `run` then rejects. */
  cancel(): Promise<void>;
  close(): void;
}

export interface Engine {
  openSession(): EngineSession;
  /** Cancels every running statement, waits for them and releases the data folder. */
  close(): Promise<void>;
}

export interface EngineOptions {
  dataDir: string;
  maxServerMemoryBytes: number;
  maxQueryBytes: number;
}

/** The engine cannot be opened; `code` says why. */
export class EngineOpenError extends Error {
  override readonly name = 'EngineOpenError';
  readonly code: 'DATA_DIR_IN_USE' | 'DATA_DIR_UNUSABLE' | 'ENGINE_FAILED';

  constructor(code: EngineOpenError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/**
 * Opens the engine on a data folder, which one process owns at a time.
 *
 * @throws EngineOpenError
 */
export function openEngine({ dataDir, maxServerMemoryBytes, maxQueryBytes }: EngineOptions): Engine {
  const storeDir = path.join(dataDir, 'store');
  const configFile = path.join(dataDir, 'config.xml');
  try {
    mkdirSync(storeDir, { recursive: true });
    accessSync(storeDir, constants.W_OK);
    writeFileSync(path.join(dataDir, 'users.xml'), engineUsers());
    writeFileSync(
      configFile,
      engineConfig(maxServerMemoryBytes, xmlText(path.join(realpathSync(dataDir), 'users.xml'))),
    );
  } catch (error) {
    throw new EngineOpenError(
      'DATA_DIR_UNUSABLE',
      `ClickHouse data folder ${dataDir} cannot be written`,
      error,
    );
  }
  const connectionArgs = [
    `--config-file=${realpathSync(configFile)}`,
    // Parameters travel in SET statements and may be far longer than ClickHouse's 256 KiB.
    `--max_query_size=${maxQueryBytes * 4}`,
    // Off in a ClickHouse server: `1 + 1` is not a query there.
    '--implicit_select=0',
  ];
  // The control session is opened first: it finds out whether the folder is free, and it cancels the others.
  const control = openFirstSession(storeDir, connectionArgs);
  const open = new Set<Session>([control]);
  let opened = 0;

  return {
    openSession() {
      const session = new Session(storeDir, { connectionArgs });
      open.add(session);
      opened += 1;
      const tag = `embedded-${opened}`;
      let ready: Promise<unknown> | undefined;
      return {
        async run(sql, format = 'TabSeparated') {
          try {
            // chDB ignores query ids; the comment is how a statement is found again to cancel it.
            ready ??= session.queryAsync(`SET log_comment = ${quote(tag)}`);
            await ready;
            const result = await session.queryAsync(sql, { format });
            return {
              bytes: result.bytes(),
              rows: result.rowsRead,
              rowBytes: result.bytesRead,
              elapsedSeconds: result.elapsed,
            };
          } catch (error) {
            throw asException(error);
          }
        },
        // SYNC would hang.
        async cancel() {
          await control.queryAsync(`KILL QUERY WHERE Settings['log_comment'] = ${quote(tag)} ASYNC`);
        },
        close() {
          session.close();
          open.delete(session);
        },
      };
    },
    async close() {
      await control.queryAsync("KILL QUERY WHERE Settings['log_comment'] LIKE 'embedded-%' ASYNC");
      for (const session of open) session.close();
      await drainPending();
    },
  };
}

function openFirstSession(storeDir: string, connectionArgs: string[]): Session {
  try {
    return new Session(storeDir, { connectionArgs });
  } catch (error) {
    const owner = ownerOf(storeDir);
    if (owner === undefined) {
      throw new EngineOpenError('ENGINE_FAILED', `ClickHouse engine cannot open ${storeDir}`, error);
    }
    const message = `ClickHouse data folder ${storeDir} is in use by process ${owner}`;
    throw new EngineOpenError('DATA_DIR_IN_USE', message, error);
  }
}

/** A path as the text of an element: folders may be called anything. */
function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The living process that the engine's lock file names: chDB reports a lock only on stderr. */
function ownerOf(storeDir: string): number | undefined {
  try {
    const pid = Number(/PID: (\d+)/.exec(readFileSync(path.join(storeDir, 'status'), 'utf8'))?.[1]);
    if (!Number.isInteger(pid)) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch {
    return undefined;
  }
}
