/**
 * Starts parts in order and stops them in reverse. When a start fails, what was started is stopped again and
 * the failure is passed on; of parts that start side by side it is the first one's, which those that follow come of.
 */
export interface Lifecycle {
  /** Starts a part and remembers how to stop it. */
  start<T>(start: () => Promise<T>, stop: (part: T) => Promise<void>): Promise<T>;
  /** Stops everything, last started first. A part that fails to stop does not keep the others alive. */
  stop(): Promise<void>;
}

/**
 * @param onStopError is told of each part that fails to stop
 * @param onStartError is told why a start failed before anything is stopped again: what waits for a part that is gone may
 *   never stop
 */
export function createLifecycle(
  onStopError: (error: unknown) => void,
  onStartError: (error: unknown) => void = () => {},
): Lifecycle {
  const stops: (() => Promise<void>)[] = [];
  let first: { error: unknown } | null = null;

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
        if (first === null) {
          first = { error };
          onStartError(error);
        }
        await stop();
        throw first.error;
      }
    },
  };
}
