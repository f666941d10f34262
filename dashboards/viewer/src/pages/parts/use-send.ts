import { useRef, useState } from 'preact/hooks';
import { type Failure, sendJson } from '../../data/api.ts';
import { usePageEnvironment } from '../../state/context.ts';

export interface Sender {
  /** Sends once: while something is under way, nothing else is. True where it was done. */
  send(method: 'POST' | 'PUT' | 'DELETE', url: string, body?: object): Promise<boolean>;
  readonly isSending: boolean;
  /** Why the last one was not done. */
  readonly failure: Failure | null;
  /** What is wrong with a field of the last one, by its path. */
  readonly faults: ReadonlyMap<string, string>;
  clear(): void;
}

/** @param about what of the service is other afterwards: addresses that begin so are asked for anew */
export function useSend(about: string): Sender {
  const { session } = usePageEnvironment();
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const underWay = useRef(false);
  return {
    isSending,
    failure,
    faults: new Map((failure?.faults ?? []).map(({ path, message }) => [path, message])),
    clear: () => setFailure(null),
    async send(method, url, body) {
      if (underWay.current) return false;
      underWay.current = true;
      setSending(true);
      const answer = await sendJson(method, url, body);
      underWay.current = false;
      setSending(false);
      setFailure(answer.ok ? null : answer.failure);
      // Where somebody else was quicker, what they have done is to be seen.
      if (answer.ok || answer.failure.code !== 'unreachable')
        session.hub.refresh((one) => one.startsWith(about));
      return answer.ok;
    },
  };
}
