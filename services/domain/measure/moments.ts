import { matchPolicy } from '../sla/policy.ts';
import { pushTerms, type Terms } from '../sla/terms.ts';
import type { Stamp, Timeline, TimelineEvent } from '../timeline/timeline.ts';
import type { Dimensions } from './fact.ts';
import { noteTags, type Tagging } from './taggings.ts';

/** What holds after an event: the dimensions, and the stamp in force. */
export interface Moment extends Dimensions {
  readonly stamp: Stamp;
}

/** What is known of a conversation's dimensions and terms after the events that were read. */
export interface Course {
  /** What holds after the last of them; null before the first. */
  now: Moment | null;
  tags: readonly string[];
  readonly terms: Terms[];
  /** Whether any terms had a calendar, or a policy. */
  hasCalendar: boolean;
  hasPolicy: boolean;
  /** By time, each tag once; none of surveys. */
  readonly taggings: Tagging[];
}

export function newCourse(): Course {
  return { now: null, tags: [], terms: [], hasCalendar: false, hasPolicy: false, taggings: [] };
}

/**
 * The dimensions and the terms of a timeline, event by event.
 *
 * Queue, tier and team are as the event says; where it is silent the last known value holds. The agent is who
 * was last assigned or answered. A priority is set by creation and by changes of it. Tags are those of the last
 * event that had any, with what `tagged` events put on and took off since.
 *
 * An event that names no queue was stamped without one: while a queue is known, the stamp of the event that
 * named it stays in force. A survey is promised nothing.
 *
 * @param course of what came before these events; it goes on with them
 * @returns what holds from each of these events on
 */
export function readCourse(course: Course, timeline: Timeline): Moment[] {
  const { events } = timeline;
  const { terms, taggings } = course;
  const moments: Moment[] = new Array(events.length);
  const promises = timeline.stream !== 'surveys';
  let { now, tags } = course;
  for (let i = 0; i < events.length; i++) {
    const event = events[i]!;
    const next = momentAfter(event, now);
    const changedTags = tagsAfter(event, tags);
    if (promises && (now === null || changedTags !== tags || termsMayDiffer(now, next))) {
      const policy = matchPolicy(next.stamp.policies, next.priority, next.customerTier, changedTags);
      next.policy = policy?.id ?? '';
      const { calendar } = next.stamp;
      pushTerms(terms, {
        from: event.occurredAt,
        dimensions: next,
        calendar,
        policy,
        priority: next.priority,
      });
      if (calendar !== null) course.hasCalendar = true;
      if (policy !== null) course.hasPolicy = true;
    } else if (now !== null) next.policy = now.policy;
    if (promises && changedTags !== tags) noteTags(taggings, changedTags, event.occurredAt);
    tags = changedTags;
    if (now === null || differs(now, next)) now = next;
    moments[i] = now;
  }
  course.now = now;
  course.tags = tags;
  return moments;
}

function momentAfter(event: TimelineEvent, before: Moment | null): Moment {
  const { body } = event;
  let queue = event.queue || (before?.queue ?? '');
  let agent = before?.agent ?? '';
  let priority = before?.priority ?? '';
  switch (body.type) {
    case 'created':
    case 'started':
      priority = body.priority ?? priority;
      break;
    case 'priority_changed':
      priority = body.priority;
      break;
    case 'assigned':
      agent = body.agent_id ?? '';
      break;
    case 'transferred':
      queue = body.to_queue;
      break;
    case 'queued':
      agent = '';
      break;
    case 'answered':
      if ('survey_id' in body) agent = body.agent_id ?? agent;
      else if (event.actorKind === 'agent') agent = event.actorId;
      break;
    case 'sent':
      agent = body.agent_id ?? agent;
      break;
  }
  const stampedWithQueue = event.queue !== '' || body.type === 'transferred';
  return {
    queue,
    team: event.team || (before?.team ?? ''),
    agent,
    priority,
    customerTier: event.customerTier || (before?.customerTier ?? ''),
    policy: '',
    stamp: before === null || stampedWithQueue || before.queue === '' ? event.stamp : before.stamp,
  };
}

function tagsAfter(event: TimelineEvent, before: readonly string[]): readonly string[] {
  const known = event.tags.length > 0 && !sameTags(event.tags, before) ? event.tags : before;
  if (event.body.type !== 'tagged') return known;
  const { added, removed } = event.body;
  return [...new Set([...known, ...added])].filter((tag) => !removed.includes(tag));
}

function sameTags(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((tag, i) => tag === b[i]);
}

function termsMayDiffer(a: Moment, b: Moment): boolean {
  return !sameStamp(a.stamp, b.stamp) || a.priority !== b.priority || a.customerTier !== b.customerTier;
}

function differs(a: Moment, b: Moment): boolean {
  return (
    a.queue !== b.queue ||
    a.team !== b.team ||
    a.agent !== b.agent ||
    a.priority !== b.priority ||
    a.customerTier !== b.customerTier ||
    a.policy !== b.policy ||
    !sameStamp(a.stamp, b.stamp)
  );
}

function sameStamp(a: Stamp, b: Stamp): boolean {
  return a === b || a.hash === b.hash;
}
