import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { Group } from './group.ts';
import type { Labels } from './matchers.ts';
import { groupKeyOf, groupLabelsOf, type Stream } from './streams.ts';

/** The groups of all streams that have alerts. */
export interface Groups {
  /** The group of a stream that an alert belongs to. A new one goes on where `lastAt` (UTC ms) says it was told last. */
  of(
    stream: Stream,
    alert: { id: string; labels: Labels },
    now: number,
    lastAt: (group: string) => number | null,
  ): Group;
  /** A copy: groups come and go while they are looked at. */
  all(): Group[];
  remove(group: Group): void;
}

export function createGroups(): Groups {
  const byStream = new Map<Stream, Map<string, Group>>();
  return {
    of(stream, { id, labels }, now, lastAt) {
      const key = groupKeyOf(stream, id, labels);
      const ofStream = getOrInsert(byStream, stream, () => new Map<string, Group>());
      return getOrInsert(ofStream, key, () => newGroup(stream, key, labels, now, lastAt(key)));
    },
    all: () => [...byStream.values()].flatMap((ofStream) => [...ofStream.values()]),
    remove: ({ stream, key }) => void byStream.get(stream)?.delete(key),
  };
}

function newGroup(stream: Stream, key: string, labels: Labels, now: number, lastAt: number | null): Group {
  const { group: timing } = stream.settings;
  const firstAt = timing === null ? now : now + timing.waitMs;
  return {
    stream,
    key,
    labels: timing === null ? null : groupLabelsOf(timing.by, labels),
    members: new Map(),
    lastAt,
    tellAt: timing === null || lastAt === null ? firstAt : lastAt + timing.intervalMs,
    nextAt: Number.POSITIVE_INFINITY,
    holds: false,
  };
}
