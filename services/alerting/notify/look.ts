import { alertId, idempotencyKey } from '../alert.ts';
import {
  type Group,
  type Judgement,
  type Member,
  nextLook,
  overdueAt,
  type Sorted,
  sortGroup,
} from './group.ts';
import type { Cause, Notification } from './notification.ts';
import { groupId } from './streams.ts';

/** What comes of looking at a group. */
export interface Outcome {
  notifications: Notification[];
  /** Nobody has taken them on in time: the next route is to have them. */
  overdue: Member[];
}

/** Looks at a group: what of it is to be told at `now` (UTC ms), and when to look again. Changes the group. */
export function lookAt(group: Group, judgement: Judgement, now: number): Outcome {
  const sorted = sortGroup(group, judgement, now);
  const notifications = [tellChanges(group, sorted, now), tellAgain(group, sorted, now)];
  const overdue = overdueOf(group, sorted, judgement, now);
  group.nextAt = nextLook(group, sortGroup(group, judgement, now), judgement.hoursOf);
  return { notifications: notifications.filter((each) => each !== null), overdue };
}

function tellChanges(group: Group, { firing, fresh, ended }: Sorted, now: number): Notification | null {
  if (now < group.tellAt || fresh.length + ended.length === 0) return null;
  const alone = group.labels === null;
  for (const member of fresh) {
    member.told = member.alert.version;
    // From when it was there to be told: whoever takes over must come to the same.
    member.toldAt ??= alone && !member.held && !member.escalated ? member.alert.changedAt : now;
  }
  for (const { alert } of ended) group.members.delete(alert.id);
  const escalated = ended.length === 0 && fresh.every((member) => member.escalated);
  const told = [...fresh, ...ended];
  const notification = notificationOf(group, escalated ? 'escalated' : 'changed', told, firing, now);
  return noted(group, notification);
}

function tellAgain(group: Group, { open, firing }: Sorted, now: number): Notification | null {
  const { repeatInterval } = group.stream.settings;
  if (repeatInterval === undefined || open.length === 0 || now < group.tellAt) return null;
  if (group.lastAt === null || now < group.lastAt + repeatInterval) return null;
  return noted(group, notificationOf(group, 'repeated', open, firing, now));
}

function overdueOf({ stream }: Group, { open }: Sorted, { hoursOf }: Judgement, now: number): Member[] {
  const overdue = open.filter((member) => {
    const at = overdueAt(member, stream, hoursOf);
    return at !== null && now >= at;
  });
  for (const member of overdue) member.passedOn = true;
  return overdue;
}

function noted(group: Group, notification: Notification): Notification {
  group.lastAt = notification.at;
  const timing = group.stream.settings.group;
  if (timing !== null) group.tellAt = notification.at + timing.intervalMs;
  return notification;
}

/** A notification of some alerts of a group, of which so many fire. */
export function notificationOf(
  { stream, key, labels }: Group,
  cause: Cause,
  members: readonly Member[],
  firing: number,
  now: number,
): Notification {
  const { route, channel } = stream;
  const group = labels === null ? null : { key: groupId(stream, key), labels };
  const alerts = members.map(({ alert, escalated }) => {
    const parts: (string | number)[] = [idempotencyKey(alert)];
    if (escalated) parts.push('escalated', route);
    if (cause === 'repeated') parts.push('repeated', now);
    if (cause === 'acknowledged') parts.push('acknowledged');
    return { alert, key: parts.join('-') };
  });
  return {
    key: group === null ? alerts[0]!.key : alertId(group.key, cause, now),
    channel,
    route,
    cause,
    group,
    at: now,
    alerts,
    firing,
    held: members.some(({ held, alert }) => held && alert.state === 'firing'),
  };
}
