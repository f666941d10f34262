import { authorization } from './key.ts';

/** One server-sent event. */
export interface ServerEvent {
  readonly type: string;
  readonly data: string;
}

/** Whoever asks may not hear these events, now or later: not a connection that is lost. */
export class NotForCaller extends Error {}

interface Listening {
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
  readonly onEvent: (event: ServerEvent) => void;
}

/**
 * Reads server-sent events until the connection ends; rejects where there is none. EventSource cannot show a key.
 *
 * @throws NotForCaller where the key may not
 */
export async function readEvents(url: string, { signal, onOpen, onEvent }: Listening): Promise<void> {
  const headers = { accept: 'text/event-stream', ...authorization() };
  const response = await fetch(url, { headers, signal, cache: 'no-store' });
  if (response.status === 403) throw new NotForCaller();
  if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
  onOpen();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  /** Apart from the loop, so that nothing of a chunk is held while the next one is waited for. */
  const take = (chunk: Uint8Array) => {
    const blocks = (text + decoder.decode(chunk, { stream: true })).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventOf(block);
      if (event !== null) onEvent(event);
    }
  };
  const next = async () => {
    const { done, value } = await reader.read();
    if (value !== undefined) take(value);
    return !done;
  };
  while (await next());
}

/** Null for a block without data: a comment, or the time to wait before coming back. */
function eventOf(block: string): ServerEvent | null {
  const lines = block.split('\n');
  const valuesOf = (field: string) =>
    lines.flatMap((line) =>
      line.startsWith(`${field}:`) ? [line.slice(field.length + 1).replace(/^ /, '')] : [],
    );
  const data = valuesOf('data');
  return data.length === 0 ? null : { type: valuesOf('event').at(-1) ?? 'message', data: data.join('\n') };
}
