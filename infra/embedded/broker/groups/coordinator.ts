import { errorCodes, ProtocolError } from '../protocol/errors.ts';
import { Group, type GroupLimits } from './group.ts';

const MAX_GROUPS = 10_000;

/** All consumer groups of the broker. Who belongs to them is not kept over a restart; members join again. */
export class GroupCoordinator {
  readonly #limits: GroupLimits;
  readonly #groups = new Map<string, Group>();

  constructor(limits: GroupLimits) {
    this.#limits = limits;
  }

  find(groupId: string): Group | undefined {
    return this.#groups.get(groupId);
  }

  /** For those who must be members: throws UNKNOWN_MEMBER_ID if the group is not there, so that they join anew. */
  require(groupId: string): Group {
    const group = this.#groups.get(groupId);
    if (!group) throw new ProtocolError(errorCodes.unknownMemberId, 'no such group');
    return group;
  }

  getOrCreate(groupId: string): Group {
    if (groupId === '') throw new ProtocolError(errorCodes.invalidGroupId, 'a group needs a name');
    const known = this.#groups.get(groupId);
    if (known) return known;
    if (this.#groups.size >= MAX_GROUPS) this.#forgetOneEmpty();
    const group = new Group(groupId, this.#limits);
    this.#groups.set(groupId, group);
    return group;
  }

  /** Commits without a generation come from consumers that need no members; others must belong to a group. */
  forCommit(groupId: string, generationId: number): Group {
    if (generationId < 0) return this.getOrCreate(groupId);
    const group = this.#groups.get(groupId);
    if (!group) throw new ProtocolError(errorCodes.illegalGeneration, 'no such group');
    return group;
  }

  list(): Group[] {
    return [...this.#groups.values()];
  }

  close(): void {
    for (const group of this.#groups.values()) group.close();
    this.#groups.clear();
  }

  /** Groups without members hold nothing that matters: their offsets are stored elsewhere. */
  #forgetOneEmpty(): void {
    const empty = this.list().find((it) => it.isUnused);
    if (!empty) throw new ProtocolError(errorCodes.groupMaxSizeReached, `at most ${MAX_GROUPS} groups`);
    empty.close();
    this.#groups.delete(empty.id);
  }
}
