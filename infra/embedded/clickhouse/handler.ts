import { rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StatementResult } from './engine.ts';
import { asException } from './errors.ts';
import { runCommand, runInsert, runRead } from './execute.ts';
import { readInput, spool } from './input.ts';
import { createNativeUpgrade } from './native-revision.ts';
import { type QueryRequest, readQueryRequest } from './request.ts';
import { createResponder, type Responder, type ResponderOptions } from './response.ts';
import { enterScope, leaveScope, requireParams } from './scope.ts';
import type { Lease, SessionPool } from './session-pool.ts';
import type { CommandStatement, ReadStatement, Statement } from './sql/statement.ts';
import { checkValues, holdsExpressions } from './values.ts';

export interface HandlerOptions extends ResponderOptions {
  pool: SessionPool;
  newFile: () => string;
  maxBodyBytes: number;
  maxQueryBytes: number;
  /** Fires when the server closes: everything that runs is cancelled. */
  closing: AbortSignal;
}

/** Answers requests that run a statement; never throws. */
export function createQueryHandler(options: HandlerOptions) {
  const { pool, closing } = options;

  /** Runs `work` on a leased session within the request's scope. */
  async function onSession<T>(
    request: QueryRequest,
    statement: Statement,
    work: (lease: Lease) => Promise<T>,
  ): Promise<T> {
    requireParams(statement.placeholders, request.scope);
    const lease = await pool.lease();
    let reusable = false;
    try {
      await enterScope(lease, request.scope);
      reusable = statement.kind !== 'command' || !statement.changesSession;
      return await work(lease);
    } finally {
      void release(lease, request, reusable);
    }
  }

  /** Not awaited by the request: its answer need not wait for the cleaning up. */
  async function release(lease: Lease, { scope }: QueryRequest, reusable: boolean): Promise<void> {
    const clean = reusable && (await leaveScope(lease, scope).catch(() => false));
    if (clean) pool.giveBack(lease);
    else pool.discard(lease);
  }

  async function insert(
    request: QueryRequest,
    statement: Extract<Statement, { kind: 'insert' }>,
    data: AsyncIterable<Uint8Array>,
  ) {
    const file = options.newFile();
    await spool(data, file);
    try {
      if (holdsExpressions(statement)) await checkValues(file, options.maxQueryBytes);
      // A client that hangs up now has sent everything: half an insert helps nobody.
      return await onSession(request, statement, (lease) => runInsert(lease, statement, file, closing));
    } finally {
      await rm(file, { force: true });
    }
  }

  async function query(
    request: QueryRequest,
    statement: ReadStatement | CommandStatement,
    responder: Responder,
    hungUp: AbortSignal,
  ): Promise<StatementResult> {
    const format = statement.format ?? request.defaultFormat;
    const signal = AbortSignal.any([hungUp, closing]);
    responder.setFormat(format);
    return onSession(request, statement, async (lease) => {
      if (statement.kind === 'read') {
        const write = format === 'Native' ? nativeWriter(request.nativeRevision, responder) : responder.write;
        return runRead(lease, statement, format, write, signal);
      }
      const result = await runCommand(lease, statement, format, signal);
      await responder.write(result.bytes);
      return result;
    });
  }

  return async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const responder = createResponder(response, options);
    const hungUp = new AbortController();
    response.once('close', () => hungUp.abort());
    try {
      const request = await readQueryRequest(incoming, options.maxBodyBytes);
      responder.prepare(request);
      const { statement, data } = await readInput(request.input, options.maxQueryBytes);
      const result =
        statement.kind === 'insert'
          ? await insert(request, statement, data)
          : await query(request, statement, responder, hungUp.signal);
      responder.end(result, statement.kind === 'insert');
    } catch (error) {
      responder.fail(asException(error));
    }
  };
}

function nativeWriter(revision: number, responder: Responder): Responder['write'] {
  if (revision === 0) return responder.write;
  const upgrade = createNativeUpgrade(revision);
  return (chunk) => responder.write(upgrade(chunk));
}
