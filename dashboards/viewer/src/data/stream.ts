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
 * 1 s, 2 s, 4 s ... up to 15 s. EventSource's own retry is not enough: it gives up on an HTTP error.
 */
export function listen(url: string, handlers: StreamHandlers): () => void {
  let source: EventSource | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let retryMs = firstRetryMs;

  function lose() {
    source?.close();
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
    source = new EventSource(url);
    source.onopen = () => {
      retryMs = firstRetryMs;
      heard();
      handlers.onState(true);
    };
    source.onerror = lose;
    source.addEventListener('live', ({ data }) => {
      heard();
      handlers.onLive(JSON.parse(data));
    });
    source.addEventListener('alert', ({ data }) => {
      heard();
      handlers.onAlert(JSON.parse(data));
    });
    heard();
  }

  connect();
  return () => {
    source?.close();
    clearTimeout(watchdog);
    clearTimeout(retry);
  };
}
