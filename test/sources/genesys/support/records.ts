/** Records as Genesys Cloud writes them. Knows the format by its documentation, and nothing of our code. */

export interface Seg {
  segmentType: string;
  segmentStart?: string;
  segmentEnd?: string;
  [field: string]: unknown;
}
export interface Sess {
  mediaType: string;
  sessionId: string;
  segments: Seg[];
  [field: string]: unknown;
}
export interface Part {
  purpose: string;
  participantId: string;
  sessions: Sess[];
  [field: string]: unknown;
}
export interface Conversation {
  conversationId: string;
  conversationStart: string;
  conversationEnd?: string;
  participants: Part[];
  [field: string]: unknown;
}

export const iso = (ms: number): string => new Date(ms).toISOString();

let ids = 0;
/** An id of the form that theirs have, another one each time. */
export function uuid(): string {
  return `00000000-0000-4000-8000-${(++ids).toString(16).padStart(12, '0')}`;
}

/** @param end null while it goes on */
export function seg(type: string, begin: number, end: number | null, more: object = {}): Seg {
  const bounds = { segmentStart: iso(begin), ...(end === null ? {} : { segmentEnd: iso(end) }) };
  return { ...bounds, segmentType: type, conference: false, ...more };
}

export function sess(mediaType: string, segments: Seg[], more: object = {}): Sess {
  return { mediaType, sessionId: uuid(), direction: 'inbound', provider: 'Edge', segments, ...more };
}

export function part(purpose: string, sessions: Sess[], more: object = {}): Part {
  return { purpose, participantId: uuid(), sessions, ...more };
}

export const metric = (name: string, at: number, value = 1) => ({ name, emitDate: iso(at), value });

export function conversation(
  begin: number,
  end: number | null,
  participants: Part[],
  more: object = {},
): Conversation {
  return {
    conversationId: uuid(),
    conversationStart: iso(begin),
    ...(end === null ? {} : { conversationEnd: iso(end) }),
    divisionIds: [uuid()],
    originatingDirection: 'inbound',
    participants,
    ...more,
  };
}

/** A detail event as EventBridge delivers it. */
export function bridged(name: string, eventBody: Record<string, unknown>): Record<string, unknown> {
  const id = String(eventBody.conversationId);
  return {
    version: '0',
    id: uuid(),
    'detail-type': `v2.detail.events.conversation.{id}.${name}`,
    source: 'aws.partner/genesys.com/cloud/00000000-0000-0000-0000-000000000000/linewatch',
    account: '123456789012',
    time: iso(Number(eventBody.eventTime)),
    region: 'eu-central-1',
    resources: [],
    detail: {
      topicName: `v2.detail.events.conversation.${id}.${name}`,
      version: '2',
      eventBody,
      metadata: { CorrelationId: uuid() },
    },
  };
}
