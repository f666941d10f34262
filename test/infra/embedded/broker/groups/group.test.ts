import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Group } from '../../../../../infra/embedded/broker/groups/group.ts';
import type { JoinAnswer, JoinRequest } from '../../../../../infra/embedded/broker/groups/member.ts';
import { errorCodes } from '../../../../../infra/embedded/broker/protocol/errors.ts';

const LIMITS = {
  initialRebalanceDelayMs: 100,
  minSessionTimeoutMs: 500,
  maxSessionTimeoutMs: 60_000,
  maxMembers: 4,
};
const SESSION_MS = 10_000;
const REBALANCE_MS = 30_000;

function request(changes: Partial<JoinRequest> = {}): JoinRequest {
  return {
    memberId: '',
    clientId: 'client',
    clientHost: '/127.0.0.1',
    requireMemberId: false,
    sessionTimeoutMs: SESSION_MS,
    rebalanceTimeoutMs: REBALANCE_MS,
    protocolType: 'consumer',
    protocols: [{ name: 'range', metadata: Buffer.from('subscription') }],
    ...changes,
  };
}

const failing = (code: number) => expect.objectContaining({ code });
const NO_ASSIGNMENTS = new Map<string, Buffer>();

/** Lets as many join as asked for and brings the group to Stable; the first is the leader. */
async function stableGroup(members: number): Promise<{ group: Group; ids: string[]; generationId: number }> {
  const group = newGroup();
  const joins = Array.from({ length: members }, () => group.join(request()));
  await vi.advanceTimersByTimeAsync(LIMITS.initialRebalanceDelayMs);
  const answers = await Promise.all(joins);
  const { generationId } = answers[0]!;
  await syncAll(group, answers);
  return { group, ids: answers.map((it) => it.memberId), generationId };
}

/** Each member is assigned its own id. */
async function syncAll(group: Group, answers: readonly JoinAnswer[]): Promise<string[]> {
  const assignments = new Map(answers.map(({ memberId }) => [memberId, Buffer.from(memberId)]));
  const syncs = answers.map(({ memberId, leaderId, generationId }) => {
    return group.sync(memberId, generationId, memberId === leaderId ? assignments : NO_ASSIGNMENTS);
  });
  return (await Promise.all(syncs)).map((it) => it.assignment.toString());
}

const groups: Group[] = [];
function newGroup(): Group {
  const group = new Group('group', LIMITS);
  groups.push(group);
  return group;
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  for (const group of groups.splice(0)) group.close();
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

describe('a group that begins', () => {
  it('waits a little for further members, anew with each that comes, and makes one generation of them', async () => {
    const group = newGroup();
    const joins = [group.join(request())];
    for (let i = 0; i < 2; i++) {
      await vi.advanceTimersByTimeAsync(80);
      joins.push(group.join(request()));
    }
    expect(group.describe().state).toBe('PreparingRebalance');
    await vi.advanceTimersByTimeAsync(100);
    const answers = await Promise.all(joins);
    expect(answers.map((it) => it.generationId)).toEqual([1, 1, 1]);
    expect(new Set(answers.map((it) => it.leaderId))).toEqual(new Set([answers[0]!.memberId]));
    expect(answers.map((it) => it.members.length)).toEqual([3, 0, 0]);
    expect(answers[0]!.members[0]!.metadata.toString()).toBe('subscription');
    expect(group.describe().state).toBe('CompletingRebalance');
    expect(await syncAll(group, answers)).toEqual(answers.map((it) => it.memberId));
    expect(group.describe()).toMatchObject({
      state: 'Stable',
      protocolName: 'range',
      protocolType: 'consumer',
    });
  });

  it('asks newcomers to come back with the id it gives them', async () => {
    const group = newGroup();
    const asked = await group.join(request({ requireMemberId: true }));
    expect(asked.errorCode).toBe(errorCodes.memberIdRequired);
    expect(group.describe().members).toEqual([]);
    const joined = group.join(request({ requireMemberId: true, memberId: asked.memberId }));
    await vi.advanceTimersByTimeAsync(100);
    expect((await joined).memberId).toBe(asked.memberId);
  });

  it('waits for whoever was given an id, until the session timeout', async () => {
    const group = newGroup();
    const joined = group.join(request());
    await group.join(request({ requireMemberId: true }));
    await vi.advanceTimersByTimeAsync(SESSION_MS - 1);
    expect(group.describe().state).toBe('PreparingRebalance');
    await vi.advanceTimersByTimeAsync(1);
    expect((await joined).generationId).toBe(1);
  });
});

describe('joining is refused', () => {
  it('for unknown members, odd session timeouts and protocols that do not fit', async () => {
    const { group, ids } = await stableGroup(2);
    const unfit = { protocols: [{ name: 'other', metadata: Buffer.alloc(0) }] };
    await expect(group.join(request({ memberId: 'ghost' }))).rejects.toEqual(
      failing(errorCodes.unknownMemberId),
    );
    for (const sessionTimeoutMs of [499, 60_001]) {
      await expect(group.join(request({ sessionTimeoutMs }))).rejects.toEqual(
        failing(errorCodes.invalidSessionTimeout),
      );
    }
    for (const misfit of [
      unfit,
      { ...unfit, memberId: ids[0]! },
      { protocolType: 'connect' },
      { protocolType: '' },
    ]) {
      await expect(group.join(request(misfit))).rejects.toEqual(
        failing(errorCodes.inconsistentGroupProtocol),
      );
    }
    expect(group.describe().state).toBe('Stable');
  });

  it('when the group is full, those who were given an id included', async () => {
    const { group } = await stableGroup(3);
    await group.join(request({ requireMemberId: true }));
    await expect(group.join(request())).rejects.toEqual(failing(errorCodes.groupMaxSizeReached));
  });
});

describe('a stable group', () => {
  it('rebalances when someone comes: the others learn it from their heartbeats', async () => {
    const { group, ids, generationId } = await stableGroup(2);
    const newcomer = group.join(request());
    expect(group.describe().state).toBe('PreparingRebalance');
    expect(() => group.heartbeat(ids[0]!, generationId)).toThrow(failing(errorCodes.rebalanceInProgress));
    const rejoined = ids.map((memberId) => group.join(request({ memberId })));
    const answers = await Promise.all([newcomer, ...rejoined]);
    expect(answers.map((it) => it.generationId)).toEqual([2, 2, 2]);
    expect(answers.map((it) => it.leaderId)).toEqual([ids[0], ids[0], ids[0]]);
    expect(() => group.heartbeat(ids[0]!, generationId)).toThrow(failing(errorCodes.illegalGeneration));
  });

  it('leaves behind whoever does not join again in time', async () => {
    const { group, ids } = await stableGroup(2);
    const newcomer = group.join(request());
    const rejoined = group.join(request({ memberId: ids[1]! }));
    const beating = setInterval(() => {
      expect(() => group.heartbeat(ids[0]!, 1)).toThrow(failing(errorCodes.rebalanceInProgress));
    }, SESSION_MS / 2);
    await vi.advanceTimersByTimeAsync(REBALANCE_MS - 1);
    expect(group.describe().state).toBe('PreparingRebalance');
    clearInterval(beating);
    await vi.advanceTimersByTimeAsync(1);
    expect((await newcomer).leaderId).toBe(ids[1]);
    expect((await rejoined).members).toHaveLength(2);
    expect(() => group.heartbeat(ids[0]!, 1)).toThrow(failing(errorCodes.unknownMemberId));
  });

  it('drops a silent member after its session timeout, and keeps one that commits or beats', async () => {
    const { group, ids, generationId } = await stableGroup(3);
    await vi.advanceTimersByTimeAsync(SESSION_MS - 1);
    group.heartbeat(ids[0]!, generationId);
    group.checkCommit(ids[1]!, generationId);
    await vi.advanceTimersByTimeAsync(1);
    expect(group.describe().state).toBe('PreparingRebalance');
    expect(group.describe().members.map((it) => it.id)).toEqual([ids[0], ids[1]]);
  });

  it('rebalances when someone leaves, and is empty when all have left', async () => {
    const { group, ids, generationId } = await stableGroup(2);
    group.leave(ids[0]!);
    expect(() => group.leave(ids[0]!)).toThrow(failing(errorCodes.unknownMemberId));
    expect(() => group.heartbeat(ids[1]!, generationId)).toThrow(failing(errorCodes.rebalanceInProgress));
    group.leave(ids[1]!);
    expect(group.describe()).toMatchObject({ state: 'Empty', members: [] });
  });

  it('answers a follower that joins again unchanged at once, and rebalances for a leader', async () => {
    const { group, ids, generationId } = await stableGroup(2);
    expect(await group.join(request({ memberId: ids[1]! }))).toMatchObject({ generationId, members: [] });
    expect(group.describe().state).toBe('Stable');
    const leader = group.join(request({ memberId: ids[0]! }));
    expect(group.describe().state).toBe('PreparingRebalance');
    group.leave(ids[1]!);
    expect((await leader).generationId).toBe(generationId + 1);
  });

  it('rebalances when a follower changes what it subscribes to', async () => {
    const { group, ids } = await stableGroup(2);
    const protocols = [{ name: 'range', metadata: Buffer.from('more') }];
    const changed = group.join(request({ memberId: ids[1]!, protocols }));
    const leader = group.join(request({ memberId: ids[0]! }));
    expect((await leader).members.map((it) => it.metadata.toString())).toEqual(['subscription', 'more']);
    expect((await changed).generationId).toBe(2);
  });

  it('gives the assignment again to whoever asks again', async () => {
    const { group, ids, generationId } = await stableGroup(2);
    expect((await group.sync(ids[1]!, generationId, NO_ASSIGNMENTS)).assignment.toString()).toBe(ids[1]);
  });
});

describe('while the leader assigns', () => {
  async function completing() {
    const group = newGroup();
    const joins = [group.join(request()), group.join(request())];
    await vi.advanceTimersByTimeAsync(100);
    const [leader, follower] = (await Promise.all(joins)) as [JoinAnswer, JoinAnswer];
    return { group, leader, follower };
  }

  it('a follower that waits owes no heartbeat', async () => {
    const { group, leader, follower } = await completing();
    const assignment = group.sync(follower.memberId, 1, NO_ASSIGNMENTS);
    for (let i = 0; i < 4; i++) {
      await vi.advanceTimersByTimeAsync(SESSION_MS - 3_000);
      group.heartbeat(leader.memberId, 1);
    }
    await group.sync(leader.memberId, 1, new Map([[follower.memberId, Buffer.from('share')]]));
    expect((await assignment).assignment.toString()).toBe('share');
  });

  it('a leader that never assigns is dropped, even if it sends heartbeats', async () => {
    const { group, leader, follower } = await completing();
    const assignment = group.sync(follower.memberId, 1, NO_ASSIGNMENTS);
    const beating = setInterval(() => group.heartbeat(leader.memberId, 1), SESSION_MS / 2);
    await vi.advanceTimersByTimeAsync(REBALANCE_MS - 1);
    clearInterval(beating);
    await vi.advanceTimersByTimeAsync(1);
    expect((await assignment).errorCode).toBe(errorCodes.rebalanceInProgress);
    expect(group.describe().members.map((it) => it.id)).toEqual([follower.memberId]);
    expect((await group.join(request({ memberId: follower.memberId }))).leaderId).toBe(follower.memberId);
  });

  it('those who wait are sent to join again when someone comes', async () => {
    const { group, follower } = await completing();
    const assignment = group.sync(follower.memberId, 1, NO_ASSIGNMENTS);
    group.join(request());
    expect((await assignment).errorCode).toBe(errorCodes.rebalanceInProgress);
    await expect(group.sync(follower.memberId, 1, NO_ASSIGNMENTS)).rejects.toEqual(
      failing(errorCodes.rebalanceInProgress),
    );
  });

  it('nobody may commit, and old generations may not sync', async () => {
    const { group, leader } = await completing();
    expect(() => group.checkCommit(leader.memberId, 1)).toThrow(failing(errorCodes.rebalanceInProgress));
    await expect(group.sync(leader.memberId, 0, NO_ASSIGNMENTS)).rejects.toEqual(
      failing(errorCodes.illegalGeneration),
    );
  });
});

describe('commits', () => {
  it('are for members of the generation; without members, for anyone who claims none', async () => {
    const { group, ids, generationId } = await stableGroup(1);
    expect(() => group.checkCommit(ids[0]!, generationId)).not.toThrow();
    expect(() => group.checkCommit(ids[0]!, generationId - 1)).toThrow(failing(errorCodes.illegalGeneration));
    expect(() => group.checkCommit('ghost', generationId)).toThrow(failing(errorCodes.unknownMemberId));
    expect(() => group.checkCommit('', -1)).toThrow(failing(errorCodes.unknownMemberId));
    group.leave(ids[0]!);
    expect(() => group.checkCommit('', -1)).not.toThrow();
    expect(() => group.checkCommit(ids[0]!, generationId)).toThrow(failing(errorCodes.unknownMemberId));
  });

  it('are still taken from the old generation while members join, so that they can hand over', async () => {
    const { group, ids, generationId } = await stableGroup(1);
    group.join(request());
    expect(() => group.checkCommit(ids[0]!, generationId)).not.toThrow();
  });
});

it('answers everyone who waits when it is closed', async () => {
  const { group, ids } = await stableGroup(1);
  const newcomer = group.join(request());
  group.close();
  expect((await newcomer).errorCode).toBe(errorCodes.unknownMemberId);
  expect(() => group.heartbeat(ids[0]!, 1)).toThrow(failing(errorCodes.unknownMemberId));
});
