import type { ChatBody } from '../../../schemas/types.ts';
import type { RawRecord, Reading, Source } from '../../../services/sources/source.ts';

/** What a made-up switch writes: a line of JSON for each thing that happens to a call. */
export interface MadeUpLine {
  call: string;
  /** UTC ms. */
  opened: number;
  at: number;
  what: 'started' | 'queued' | 'abandoned' | 'ended' | 'ping';
  caller: string;
  /** Where the switch writes the line again, mended. */
  version?: number;
}

export const BEGAN = Date.UTC(2026, 0, 5, 9);

export const line = (fields: Partial<MadeUpLine> = {}): string =>
  JSON.stringify({ call: 'c1', opened: BEGAN, at: BEGAN, what: 'started', caller: '+4930123456', ...fields });

const BODIES: Record<string, ChatBody> = {
  started: { type: 'started', priority: null },
  queued: { type: 'queued', position: null },
  abandoned: { type: 'abandoned' },
  ended: { type: 'ended', resolved: null },
};

/** A source for tests of what all sources share. It stands in the place of a system that has another reader in truth. */
export const madeUp: Source = {
  system: 'genesys',
  createSplitter() {
    let rest = '';
    let next = 1;
    const records = (lines: readonly string[]): RawRecord[] =>
      lines.map((text) => ({ line: next++, text })).filter(({ text }) => text.trim() !== '');
    return {
      push(text) {
        const lines = (rest + text).split('\n');
        rest = lines.pop()!;
        return records(lines);
      },
      end: () => records(rest === '' ? [] : [rest]),
    };
  },
  createReader({ customers }) {
    return {
      read({ text }): Reading {
        if (text === 'throw') throw new Error(`cannot read ${text}`);
        let read: MadeUpLine;
        try {
          read = JSON.parse(text) as MadeUpLine;
        } catch {
          return { faults: [{ path: '', message: 'is no JSON' }] };
        }
        const { call, opened, at, what, caller, version } = read;
        if (what === 'ping') return { ignored: 'ping' };
        const event = BODIES[what];
        if (event === undefined) return { faults: [{ path: 'what', message: 'is not known' }] };
        const id = `genesys:${call}`;
        const value = {
          event_id: `${id}:${what}${version === undefined ? '' : `:${version}`}`,
          occurred_at: at,
          conversation_id: id,
          opened_at: opened,
          channel: 'voice',
          source: 'genesys',
          actor: { kind: 'customer', id: null },
          queue: 'sales',
          customer: { id: customers.idOf(caller), tier: null },
          tags: [],
          record: version === undefined ? null : { id: call, version },
          event,
        };
        return { events: [{ topic: 'contact.chats', value }] };
      },
    };
  },
  redact: ({ text }) => text.replaceAll(/\+?\d{6,}/g, '#'),
};
