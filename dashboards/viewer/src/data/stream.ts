import { NotForCaller, readEvents } from './events.ts';

/** After this long without a word an open stream counts as lost: a half-open connection reports nothing. */
const silenceMs = 15_000;
const firstRetryMs = 1_000;
const longestRetryMs = 15_000;

interface StreamHandlers {
  readonly onLive: (body: unknown) => void;
  readonly onAlert: (body: unknown) => void;
  readonly onState: (connected: boolean) => void;
}

/**
 * Listens to the server-sent events until the returned stop, and connects again after every loss, after
 * 1 s, 2 s, 4 s ... up to 15 s. A caller who may not listen has lost nothing, and is not asked for again.
 */
export function listen(url: string, handlers: StreamHandlers): () => void {
  let connection: AbortController | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;

  function lose() {
    connection?.abort();
    clearTimeout(watchdog);
    clearTimeout(retry);
    handlers.onState(false);
    retry = setTimeout(connect, retryMs);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }

  function heard() {
    clearTimeout(watchdog);
    watchdog = setTimeout(lose, silenceMs);
  }

  function connect() {
    const mine = new AbortController();
    connection = mine;
    const over = (error?: unknown) => {
      if (error instanceof NotForCaller) clearTimeout(watchdog);
      else if (!mine.signal.aborted) lose();
    };
    readEvents(url, {
      signal: mine.signal,
      onOpen() {
        retryMs = firstRetryMs;
        heard();
        handlers.onState(true);
      },
      onEvent({ type, data }) {
        heard();
        if (type === 'live') handlers.onLive(JSON.parse(data));
        if (type === 'alert') handlers.onAlert(JSON.parse(data));
      },
    }).then(() => over(), over);
    heard();
  }

  connect();
  return () => {
    connection?.abort();
    clearTimeout(watchdog);
    clearTimeout(retry);
  };
}
