import { bridged, type Conversation, type Sess } from './records.ts';

const upper = (word: unknown) =>
  String(word)
    .replace(/([A-Z])/g, '_$1')
    .toUpperCase();
const ms = (time: unknown) => Date.parse(String(time));

/** The detail events that Genesys sends of a conversation while it goes on, by their times. */
export function liveOf(record: Conversation): Record<string, unknown>[] {
  const events: { name: string; body: Record<string, unknown> & { eventTime: number } }[] = [];
  for (const { purpose, participantId, userId, sessions } of record.participants) {
    for (const session of sessions) {
      const talks = session.segments.filter(
        ({ segmentType }) => segmentType !== 'wrapup' && segmentType !== 'delay',
      );
      const first = talks[0];
      const last = talks.at(-1);
      if (first === undefined || last === undefined) continue;
      const common = {
        conversationId: record.conversationId,
        participantId,
        sessionId: session.sessionId,
        mediaType: upper(session.mediaType),
        direction: upper(session.direction),
        ani: session.ani,
        queueId: last.queueId,
      };
      const tell = (name: string, eventTime: number, more: object = {}) =>
        events.push({ name, body: { eventTime, ...common, ...more } });
      const disconnectType = upper(last.disconnectType ?? 'unknown');
      if (purpose === 'customer' || purpose === 'external') {
        tell('customer.start', ms(first.segmentStart));
        tell('customer.end', ms(last.segmentEnd), { disconnectType });
      } else if (purpose === 'acd') {
        tell('acd.start', ms(first.segmentStart));
        tell('acd.end', ms(last.segmentEnd), { disconnectType, ...outcomeOf(record, session) });
      } else if (purpose === 'agent' && userId !== undefined) {
        const hold = session.segments.find(({ segmentType }) => segmentType === 'hold');
        const heldDurationMs = hold === undefined ? 0 : ms(hold.segmentEnd) - ms(hold.segmentStart);
        const wrapUp = session.segments.find(({ segmentType }) => segmentType === 'wrapup');
        tell('user.start', ms(first.segmentStart), { userId });
        tell('user.end', ms(last.segmentEnd), { userId, disconnectType, heldDurationMs });
        if (wrapUp === undefined) continue;
        const wrapupDurationMs = ms(wrapUp.segmentEnd) - ms(wrapUp.segmentStart);
        tell('acw', ms(wrapUp.segmentEnd), { userId, wrapupDurationMs });
      }
    }
  }
  return events
    .sort((a, b) => a.body.eventTime - b.body.eventTime)
    .map(({ name, body }) => bridged(name, body));
}

/** What became of a stay in the queue, as the vendor says it, from its own metrics. */
function outcomeOf(record: Conversation, session: Sess): object {
  const names = ((session.metrics ?? []) as { name: string }[]).map(({ name }) => name);
  if (names.includes('tAbandon')) return { acdOutcome: 'ABANDON' };
  if (names.includes('tFlowOut')) return { acdOutcome: 'FLOW_OUT' };
  const at = ms(session.segments.at(-1)?.segmentEnd);
  const answer = record.participants.find(
    ({ purpose, sessions }) =>
      purpose === 'agent' &&
      sessions.some(({ segments }) =>
        segments.some(
          ({ segmentType, segmentStart }) =>
            segmentType === 'interact' && Math.abs(ms(segmentStart) - at) < 100,
        ),
      ),
  );
  return { acdOutcome: 'ANSWERED', answeredUserId: answer?.userId };
}
