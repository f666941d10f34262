/**
 * Starts parts in order and stops them in reverse. When a start fails, what was started is stopped again and
 * the failure is passed on.
 */
export interface Lifecycle {
  /** Starts a part and remembers how to stop it. */
  start<T>(start: () => Promise<T>, stop: (part: T) => Promise<void>): Promise<T>;
  /** Stops everything, last started first. A part that fails to stop does not keep the others alive. */
  stop(): Promise<void>;
}

export function createLifecycle(onStopError: (error: unknown) => void): Lifecycle {
  const stops: (() => Promise<void>)[] = [];

  async function stop(): Promise<void> {
    for (let next = stops.pop(); next !== undefined; next = stops.pop()) {
      try {
        await next();
      } catch (error) {
        onStopError(error);
      }
    }
  }

  return {
    stop,
    async start(start, stopPart) {
      try {
        const part = await start();
        stops.push(() => stopPart(part));
        return part;
      } catch (error) {
        await stop();
        throw error;
      }
    },
  };
}
