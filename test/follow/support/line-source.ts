import type { OutgoingEvent } from '../../../services/domain/events/event.ts';
import type { ResumableSource } from '../../../services/follow/resumable.ts';
import type { RawRecord } from '../../../services/sources/source.ts';

/**
 * A system whose lines are `number|filling`, one conversation each. Its reader knows the number before, and says it in the
 * event: events tell whether the reader has seen the lines in order, and each once.
 */
export const lineSource: ResumableSource = {
  system: 'asterisk',
  createSplitter() {
    let rest = '';
    let line = 0;
    return {
      push(text) {
        const lines = (rest + text).split('\n');
        rest = lines.pop()!;
        return lines.map((one): RawRecord => ({ line: ++line, text: one }));
      },
      end: () => (rest === '' ? [] : [{ line: ++line, text: rest }]),
    };
  },
  createReader({ state }) {
    let before = (state as { before: number } | undefined)?.before ?? 0;
    return {
      read({ text }) {
        const match = /^(\d+)\|x*$/.exec(text);
        if (match === null) return { faults: [{ path: '', message: 'is no such line' }] };
        const number = Number(match[1]);
        const status = `after ${before}`;
        before = number;
        return { events: [eventOf(number, status)] };
      },
      state: () => ({ before }),
    };
  },
  redact: () => '',
};

const BEGAN_AT = Date.UTC(2026, 0, 1);

function eventOf(number: number, tag: string): OutgoingEvent {
  return {
    topic: 'contact.tickets',
    value: {
      event_id: `line-${number}`,
      occurred_at: BEGAN_AT + number,
      conversation_id: `line:${number}`,
      opened_at: BEGAN_AT + number,
      channel: 'email',
      source: 'lines',
      actor: { kind: 'customer', id: null },
      queue: 'lines',
      customer: null,
      tags: [tag],
      event: { type: 'created', status: 'new', priority: 'normal' },
    },
  };
}

export function lineOf(number: number, filling = 20): string {
  return `${number}|${'x'.repeat(filling)}\n`;
}
