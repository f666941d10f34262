import type { Answer, Failure } from './api.ts';

/** What is known of an address: the last good body stays while newer requests fail. */
export interface Snapshot {
  readonly body?: unknown;
  readonly failure?: Failure;
}

type Listener = (snapshot: Snapshot) => void;

interface Source {
  snapshot: Snapshot;
  readonly listeners: Set<Listener>;
  /** Set while a request is under way: each address has at most one. */
  request?: AbortController;
  again: boolean;
}

/** Keeps the answers that panels watch, one request an address however many panels watch it. */
export interface Hub {
  /** Calls the listener with what is known and with everything that follows, until the returned stop. */
  watch(url: string, listener: Listener): () => void;
  /** Asks anew for every watched address that the test accepts. */
  refresh(accepts?: (url: string) => boolean): void;
  /** A body that came without being asked for. */
  push(url: string, body: unknown): void;
}

/** @param get asks for one address; `onAnswer` sees every answer, pushed ones included */
export function createHub(
  get: (url: string, signal: AbortSignal) => Promise<Answer>,
  onAnswer: (answer: Answer) => void,
): Hub {
  const sources = new Map<string, Source>();

  function settle(source: Source, answer: Answer) {
    source.snapshot = answer.ok ? { body: answer.body } : { ...source.snapshot, failure: answer.failure };
    onAnswer(answer);
    for (const listener of source.listeners) listener(source.snapshot);
  }

  async function load(url: string, source: Source) {
    if (source.request) {
      source.again = true;
      return;
    }
    const request = new AbortController();
    source.request = request;
    const answer = await get(url, request.signal);
    if (request.signal.aborted) return;
    delete source.request;
    settle(source, answer);
    if (source.again) {
      source.again = false;
      void load(url, source);
    }
  }

  return {
    watch(url, listener) {
      let source = sources.get(url);
      if (!source) {
        source = { snapshot: {}, listeners: new Set(), again: false };
        sources.set(url, source);
        void load(url, source);
      }
      const watched = source;
      watched.listeners.add(listener);
      listener(watched.snapshot);
      return () => {
        watched.listeners.delete(listener);
        if (watched.listeners.size > 0) return;
        watched.request?.abort();
        if (sources.get(url) === watched) sources.delete(url);
      };
    },
    refresh(accepts = () => true) {
      for (const [url, source] of sources) if (accepts(url)) void load(url, source);
    },
    push(url, body) {
      const source = sources.get(url);
      if (source) settle(source, { ok: true, body });
      else onAnswer({ ok: true, body });
    },
  };
}
