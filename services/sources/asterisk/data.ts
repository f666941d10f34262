import type { Line } from './line.ts';

/** What a line says in numbers. Each is null where the line does not have it: older versions wrote less. */
export interface Spans {
  /** Waited in the queue, ms. */
  hold: number | null;
  /** Talked with the agent, ms. */
  talk: number | null;
}

/** Nobody waits or talks longer than a week: what says so is no number of seconds. */
const MAX_SECONDS = 7 * 86_400;

function ms(field: string | undefined): number | null {
  if (field === undefined || !/^\d{1,9}(\.\d+)?$/.test(field)) return null;
  const seconds = Number(field);
  return seconds <= MAX_SECONDS ? Math.round(seconds * 1000) : null;
}

/** Where the hold time of a line stands among its data, and the talk time, which follows it where there is one. */
function placeOf({ event, data }: Line): number {
  switch (event) {
    case 'CONNECT':
    case 'COMPLETEAGENT':
    case 'COMPLETECALLER':
      return 0;
    case 'ABANDON':
    case 'EXITEMPTY':
    case 'EXITWITHTIMEOUT':
    case 'WITHDRAW':
    case 'BLINDTRANSFER':
    case 'TRANSFER':
      return 2;
    case 'EXITWITHKEY':
      return 3;
    case 'ATTENDEDTRANSFER':
      // LINK names two channels, BRIDGE and APP name one thing.
      return data[0] === 'LINK' ? 3 : 2;
    default:
      return Number.POSITIVE_INFINITY;
  }
}

const WITH_TALK: ReadonlySet<string> = new Set([
  'COMPLETEAGENT',
  'COMPLETECALLER',
  'BLINDTRANSFER',
  'TRANSFER',
  'ATTENDEDTRANSFER',
]);

export function spansOf(line: Line): Spans {
  const place = placeOf(line);
  return {
    hold: ms(line.data[place]),
    talk: WITH_TALK.has(line.event) ? ms(line.data[place + 1]) : null,
  };
}

/** The place at which a caller entered, 1 is next; null where an older version did not write it. */
export function positionOf({ data }: Line): number | null {
  const field = data[2];
  return field !== undefined && /^\d{1,5}$/.test(field) && Number(field) <= 65_535 ? Number(field) : null;
}

/** The data of a line that belong to no person: what an id may be made of. */
export function impersonal({ event, data }: Line): readonly string[] {
  switch (event) {
    case 'ENTERQUEUE':
    case 'CALLOUTBOUND':
      return [data[2] ?? ''];
    case 'BLINDTRANSFER':
    case 'TRANSFER':
      return data.slice(2);
    case 'ATTENDEDTRANSFER':
      return [data[0] ?? '', ...data.slice(data[0] === 'LINK' ? 3 : 2)];
    case 'WITHDRAW':
      return data.slice(0, 3);
    default:
      return data;
  }
}
