/**
 * What of Genesys Cloud's records is read, and nothing else of them: names, addresses and texts that are not listed here
 * do not get past the parser. Fields are those of the Platform API's models AnalyticsConversation, AnalyticsParticipant,
 * AnalyticsSession, AnalyticsConversationSegment, AnalyticsUserDetail and of the notification topics; all of them are
 * optional there, so all but the ids are optional here, as long as there is some time.
 */
import { z } from 'zod';
import { timeOf } from './values.ts';

const id = z.string().min(1);
const optionalId = id.nullish().catch(null);
const word = z.string().nullish().catch(null);

/** UTC ms. A time that cannot be read is a fault: a stay without its end would be taken for one that goes on. */
const time = z.union([z.string(), z.number()], 'not a time').transform((value, context) => {
  const ms = timeOf(value);
  if (ms !== null) return ms;
  context.addIssue({ code: 'custom', message: 'not a time' });
  return z.NEVER;
});
const optionalTime = time.nullish();
const list = <T extends z.ZodType>(of: T) =>
  z
    .array(of.nullable())
    .nullish()
    .transform((values) => (values ?? []).filter((value) => value !== null));

const segment = z.object({
  segmentStart: optionalTime,
  segmentEnd: optionalTime,
  segmentType: word,
  disconnectType: word,
  queueId: optionalId,
});

const metric = z.object({ name: word, emitDate: optionalTime }).catch({ name: null, emitDate: null });

interface Bounds {
  segmentStart?: number | null | undefined;
  segmentEnd?: number | null | undefined;
}

/** What a participant does comes one after the other: a segment without an end is over where the next one begins. */
function withEnds<S extends Bounds>(segments: readonly S[]): S[] {
  if (segments.every(({ segmentEnd }) => segmentEnd != null)) return [...segments];
  const begins = segments.flatMap(({ segmentStart }) => segmentStart ?? []).sort((a, b) => a - b);
  const next = new Map(begins.map((begin, i) => [begin, begins[i + 1]]));
  return segments.map((one) => {
    const end = one.segmentEnd == null && one.segmentStart != null ? next.get(one.segmentStart) : undefined;
    return end === undefined ? one : { ...one, segmentEnd: end };
  });
}

const session = z.object({
  sessionId: optionalId,
  peerId: optionalId,
  mediaType: word,
  direction: word,
  ani: word,
  dnis: word,
  addressFrom: word,
  addressTo: word,
  callbackNumbers: z.array(z.string()).nullish().catch(null),
  outboundCampaignId: word,
  flow: z.object({ flowId: optionalId }).nullish().catch(null),
  metrics: list(metric),
  segments: list(segment).transform(withEnds),
});

const participant = z.object({
  purpose: word,
  userId: optionalId,
  externalContactId: optionalId,
  sessions: list(session),
});

export const conversationRecord = z
  .object({
    conversationId: id,
    conversationStart: optionalTime,
    conversationEnd: optionalTime,
    originatingDirection: word,
    participants: list(participant),
  })
  .transform((record, context) => {
    const conversationStart = record.conversationStart ?? firstOf(record.participants);
    if (conversationStart !== null) return { ...record, conversationStart };
    context.addIssue({
      code: 'custom',
      path: ['conversationStart'],
      message: 'is missing, and there is no other time',
    });
    return z.NEVER;
  });

/** When the first segment began; null where none says. */
function firstOf(participants: readonly Participant[]): number | null {
  const segments = participants.flatMap(({ sessions }) => sessions.flatMap(({ segments: all }) => all));
  const begins = segments.flatMap(({ segmentStart }) => segmentStart ?? []);
  return begins.length === 0 ? null : begins.reduce((first, begin) => Math.min(first, begin));
}

export type Segment = z.output<typeof segment>;
export type Session = z.output<typeof session>;
export type Participant = z.output<typeof participant>;
export type ConversationRecord = z.output<typeof conversationRecord>;

export const userDetails = z.object({
  userId: id,
  primaryPresence: list(
    z.object({
      startTime: optionalTime,
      endTime: optionalTime,
      systemPresence: word,
      organizationPresenceId: optionalId,
    }),
  ),
  routingStatus: list(z.object({ startTime: optionalTime, endTime: optionalTime, routingStatus: word })),
});
export type UserDetails = z.output<typeof userDetails>;

/** What EventBridge has in `detail`, and the notification service sends by itself. */
export const notification = z.object({ topicName: z.string(), eventBody: z.unknown() });

export const detailEvent = z.object({
  eventTime: time,
  conversationId: id,
  sessionId: optionalId,
  mediaType: word,
  direction: word,
  disconnectType: word,
  queueId: optionalId,
  userId: optionalId,
  acdOutcome: word,
  answeredUserId: optionalId,
  heldDurationMs: z.number().nullish().catch(null),
  wrapupDurationMs: z.number().nullish().catch(null),
  externalContactId: optionalId,
  conversationExternalContactIds: z.array(z.string()).nullish().catch(null),
  ani: word,
  dnis: word,
  addressFrom: word,
  addressTo: word,
  callbackNumbers: z.array(z.string()).nullish().catch(null),
});
export type DetailEvent = z.output<typeof detailEvent>;

export const activity = z.object({
  id,
  routingStatus: z.object({ status: word, startTime: optionalTime }).nullish().catch(null),
  presence: z
    .object({
      presenceDefinition: z.object({ id: optionalId, systemPresence: word }).nullish().catch(null),
      modifiedDate: optionalTime,
    })
    .nullish()
    .catch(null),
  activeQueueIds: z.array(z.string().min(1)).nullish().catch(null),
  dateActiveQueuesChanged: optionalTime.catch(null),
});
export type Activity = z.output<typeof activity>;
