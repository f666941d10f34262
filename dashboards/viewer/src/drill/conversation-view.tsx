import { useMemo } from 'preact/hooks';
import { durationText } from '../format/duration.ts';
import { at } from '../grafana/frame.ts';
import { Strips } from '../panels/strips.tsx';
import { useEnvironment } from '../state/context.ts';
import { useSnapshots } from '../state/use-snapshots.ts';
import { FailureNote } from '../ui/failure-note.tsx';
import { ConversationSummary } from './conversation-summary.tsx';
import { EventTable } from './event-table.tsx';
import { type Event, type Fact, lanesOf } from './lanes.ts';
import { standing } from './standing.ts';

/** Room on both sides of a timeline, as a share of its length. */
const margin = 0.02;

/** One conversation: who and what, its spells, targets and events on one axis of time, and its events in words. */
export function ConversationView({ id }: { readonly id: string }) {
  const { t, session, locale, named, titleOf } = useEnvironment();
  const urls = useMemo(() => [`/api/v1/conversations/${encodeURIComponent(id)}`], [id]);
  const [snapshot] = useSnapshots(session.hub, urls);
  const body = snapshot?.body;
  if (body === undefined) {
    return snapshot?.failure ? (
      <FailureNote title={t('panel.failed')} failure={snapshot.failure} />
    ) : (
      <div class="skeleton drawer-skeleton" />
    );
  }
  const facts = at(body, 'facts') as Fact[];
  const events = at(body, 'events') as Event[];
  const now = Date.now();

  const write = (fact: Fact) => {
    const titles: Readonly<Record<string, string>> = {
      handle_spell: titleOf('agent', fact.agent),
      queue_spell: titleOf('queue', fact.queue),
    };
    const title = titles[fact.fact] || named(fact.label || fact.fact);
    const { state, lateMs } = standing({ ...fact, endedAt: fact.ended_at }, now);
    if (lateMs !== null) return `${title} · ${t('target.late', { span: durationText(lateMs, locale) })}`;
    const span = fact.value_ms > 0 ? durationText(fact.value_ms, locale) : '';
    return [title, state === 'done' ? '' : named(state), span].filter(Boolean).join(' · ');
  };
  const lanes = lanesOf(facts, events, now, write, named);
  const ends = lanes.flatMap(({ segments }) => segments.flatMap(({ from, to }) => [from, to]));
  const first = Math.min(...ends);
  const last = Math.max(...ends, first + 1_000);
  const room = (last - first) * margin;
  return (
    <>
      <ConversationSummary id={id} conversation={at(body, 'conversation')} />
      <h3 class="drawer-section">{t('drill.timeline')}</h3>
      <div class="timeline">
        <Strips
          strips={lanes.map(({ title, ...row }) => ({ title: t(title), ...row }))}
          from={first - room}
          to={last + room}
        />
      </div>
      <h3 class="drawer-section">{t('drill.events')}</h3>
      <EventTable events={events} />
    </>
  );
}
