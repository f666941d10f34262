import { type Answer, getJson } from './api.ts';
import { type Freshness, freshnessOf } from './freshness.ts';
import { createHub, type Hub } from './hub.ts';
import { createStore, type Store } from './store.ts';
import { listen } from './stream.ts';

const liveQueues = '/api/v1/live/queues';
const isLive = (url: string) => url.startsWith('/api/v1/live/');

/** The connection to the query service: answers, the push of live figures, and how both are doing. */
export interface Session {
  readonly hub: Hub;
  /** False from the first sign of a lost connection until the service answers again. */
  readonly connected: Store<boolean>;
  readonly freshness: Store<Freshness | null>;
  /** Asks for everything that is not pushed every so often; 0 for never. */
  setRefresh(intervalMs: number): void;
  close(): void;
}

/**
 * Opens the connection. The push carries the figures of all queues: it is taken as it comes where nothing is
 * filtered, and is the sign to ask again for every other live figure.
 */
export function openSession(): Session {
  const connected = createStore(true);
  const freshness = createStore<Freshness | null>(null);
  let timer: ReturnType<typeof setInterval> | undefined;

  function onAnswer(answer: Answer) {
    if (!answer.ok) {
      if (answer.failure.code === 'unreachable') connected.set(false);
      return;
    }
    const known = freshness.get();
    const news = freshnessOf(answer.body);
    if (news && (!known || news.asOf >= known.asOf)) freshness.set(news);
  }

  const hub = createHub(getJson, onAnswer);

  /** The stream is heard: what a lost connection has left unanswered is asked for again. */
  function heard() {
    if (connected.get()) return;
    connected.set(true);
    hub.refresh();
  }

  const stop = listen('/api/v1/stream', {
    onLive(body) {
      // Not only on opening: a single request can fail while the stream goes on.
      heard();
      hub.push(liveQueues, body);
      if (!document.hidden) hub.refresh((url) => isLive(url) && url !== liveQueues);
    },
    onAlert: () => hub.refresh((url) => url.startsWith('/api/v1/alerts')),
    onState(open) {
      if (open) heard();
      else connected.set(false);
    },
  });
  const onVisible = () => {
    if (!document.hidden) hub.refresh();
  };
  document.addEventListener('visibilitychange', onVisible);

  return {
    hub,
    connected,
    freshness,
    setRefresh(intervalMs) {
      clearInterval(timer);
      if (intervalMs > 0) {
        timer = setInterval(() => {
          if (!document.hidden) hub.refresh((url) => !isLive(url) || !connected.get());
        }, intervalMs);
      }
    },
    close() {
      clearInterval(timer);
      stop();
      document.removeEventListener('visibilitychange', onVisible);
    },
  };
}
