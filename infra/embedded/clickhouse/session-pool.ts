import type { Engine, EngineSession } from './engine.ts';
import { asException, exception } from './errors.ts';

/** A session for one request. */
export interface Lease {
  session: EngineSession;
  /** The named pipe for the session's results. */
  pipe: string;
  /** The database the session is in, as far as known. */
  database: string | undefined;
}

export interface SessionPool {
  /** @throws ClickHouseException when none becomes free in time, or too many wait already */
  lease(): Promise<Lease>;
  giveBack(lease: Lease): void;
  /** Closes a session whose state is unknown instead of giving it back. */
  discard(lease: Lease): void;
  /** Refuses everybody who waits, and whoever comes. */
  close(): void;
}

export interface PoolLimits {
  maxWaiting: number;
  waitTimeoutMs: number;
}

/** A pool of as many sessions as there are pipes, opened when they are first needed. */
export function createSessionPool(engine: Engine, pipes: readonly string[], limits: PoolLimits): SessionPool {
  const freePipes = [...pipes];
  const idle: Lease[] = [];
  const waiting: Array<{ resolve(lease: Lease): void; reject(reason: Error): void }> = [];
  let closed = false;

  function take(): Lease | undefined {
    const lease = idle.pop();
    if (lease) return lease;
    const pipe = freePipes.pop();
    return pipe === undefined ? undefined : { session: engine.openSession(), pipe, database: undefined };
  }

  function serveNext(): void {
    const next = waiting[0];
    if (next === undefined) return;
    try {
      const lease = take();
      if (lease === undefined) return;
      waiting.shift();
      next.resolve(lease);
    } catch (error) {
      waiting.shift();
      next.reject(asException(error));
    }
  }

  function wait(): Promise<Lease> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(waiter), 1);
        reject(tooMany(`no session became free within ${limits.waitTimeoutMs} ms`));
      }, limits.waitTimeoutMs);
      const waiter = {
        resolve(lease: Lease) {
          clearTimeout(timer);
          resolve(lease);
        },
        reject(reason: Error) {
          clearTimeout(timer);
          reject(reason);
        },
      };
      waiting.push(waiter);
    });
  }

  return {
    async lease() {
      if (closed) throw exception('ABORTED', 'Server is shutting down');
      if (waiting.length >= limits.maxWaiting) throw tooMany(`${waiting.length} requests wait already`);
      return (waiting.length === 0 ? take() : undefined) ?? wait();
    },
    giveBack(lease) {
      idle.push(lease);
      serveNext();
    },
    discard(lease) {
      lease.session.close();
      freePipes.push(lease.pipe);
      serveNext();
    },
    close() {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(exception('ABORTED', 'Server is shutting down'));
    },
  };
}

function tooMany(reason: string) {
  return exception('TOO_MANY_SIMULTANEOUS_QUERIES', `Too many simultaneous queries: ${reason}`);
}
