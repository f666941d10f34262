import { randomUUID } from 'node:crypto';
import { type ErrorCode, errorCodes, ProtocolError } from '../protocol/errors.ts';
import {
  chooseProtocol,
  type JoinAnswer,
  type JoinRequest,
  type Member,
  metadataOf,
  type SyncAnswer,
  sameProtocols,
} from './member.ts';

export type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

export interface GroupLimits {
  /** How long a group that begins waits for further members, anew with each that comes. */
  initialRebalanceDelayMs: number;
  minSessionTimeoutMs: number;
  maxSessionTimeoutMs: number;
  maxMembers: number;
}

/**
 * One consumer group: who belongs to it, and the steps of a rebalance.
 *
 * Empty -> PreparingRebalance (members join) -> CompletingRebalance (the leader assigns) -> Stable, and back to
 * PreparingRebalance when a member comes, goes, falls silent or changes what it subscribes to.
 */
export class Group {
  readonly id: string;
  readonly #limits: GroupLimits;
  readonly #members = new Map<string, Member>();
  /** Ids given to members that have not come back with them yet, until their time is up. */
  readonly #expected = new Map<string, NodeJS.Timeout>();
  #state: GroupState = 'Empty';
  #generationId = 0;
  #protocolType = '';
  #protocolName = '';
  #leaderId = '';
  #rebalanceTimer: NodeJS.Timeout | undefined;
  /** Set while a group that was empty gathers its first members. */
  #gatheringUntilMs: number | undefined;

  constructor(id: string, limits: GroupLimits) {
    this.id = id;
    this.#limits = limits;
  }

  get state(): GroupState {
    return this.#state;
  }

  get generationId(): number {
    return this.#generationId;
  }

  get protocolType(): string {
    return this.#protocolType;
  }

  get protocolName(): string {
    return this.#state === 'Stable' ? this.#protocolName : '';
  }

  describeMembers(): {
    id: string;
    clientId: string;
    clientHost: string;
    metadata: Buffer;
    assignment: Buffer;
  }[] {
    return [...this.#members.values()].map((member) => ({
      id: member.id,
      clientId: member.clientId,
      clientHost: member.clientHost,
      metadata: metadataOf(member, this.#protocolName),
      assignment: member.assignment,
    }));
  }

  /** Resolves when the generation that this member belongs to begins. Throws a {@link ProtocolError}. */
  async join(request: JoinRequest): Promise<JoinAnswer> {
    this.#checkJoin(request);
    if (request.memberId === '') {
      const memberId = `${request.clientId}-${randomUUID()}`;
      if (!request.requireMemberId) return this.#addMember(memberId, request);
      this.#expect(memberId, request.sessionTimeoutMs);
      return { ...refusedJoin(errorCodes.memberIdRequired), memberId };
    }
    if (this.#expected.has(request.memberId)) {
      this.#forgetExpected(request.memberId);
      return this.#addMember(request.memberId, request);
    }
    const member = this.#member(request.memberId);
    const unchanged = sameProtocols(member.protocols, request.protocols);
    const mayStay =
      this.#state === 'CompletingRebalance' || (this.#state === 'Stable' && member.id !== this.#leaderId);
    // The member only missed the answer to its last join.
    if (unchanged && mayStay) {
      this.#keepAlive(member);
      return this.#joined(member);
    }
    this.#update(member, request);
    return this.#awaitGeneration(member);
  }

  /** Resolves with the member's share when the leader has sent the assignment. Throws a {@link ProtocolError}. */
  async sync(memberId: string, generationId: number, assignments: Map<string, Buffer>): Promise<SyncAnswer> {
    const member = this.#memberOf(memberId, generationId);
    if (this.#state === 'PreparingRebalance') throw rebalanceInProgress();
    this.#keepAlive(member);
    if (this.#state === 'CompletingRebalance') {
      if (memberId !== this.#leaderId) return this.#awaitAssignment(member);
      this.#assign(assignments);
    }
    return { errorCode: errorCodes.none, assignment: member.assignment };
  }

  heartbeat(memberId: string, generationId: number): void {
    this.#keepAlive(this.#memberOf(memberId, generationId));
    if (this.#state === 'PreparingRebalance') throw rebalanceInProgress();
  }

  leave(memberId: string): void {
    if (this.#expected.has(memberId)) {
      this.#forgetExpected(memberId);
      this.#completeIfAllJoined();
      return;
    }
    this.#remove(this.#member(memberId));
  }

  /** Throws unless whoever commits may do so: a member of this generation, or anyone while there are no members. */
  checkCommit(memberId: string, generationId: number): void {
    if (generationId < 0 && memberId === '' && this.#state === 'Empty') return;
    this.#keepAlive(this.#memberOf(memberId, generationId));
    if (this.#state === 'CompletingRebalance') throw rebalanceInProgress();
  }

  /** Ends all waiting and all timers. */
  close(): void {
    this.#state = 'Dead';
    clearTimeout(this.#rebalanceTimer);
    for (const timer of this.#expected.values()) clearTimeout(timer);
    for (const member of this.#members.values()) {
      clearTimeout(member.sessionTimer);
      answerJoin(member, refusedJoin(errorCodes.unknownMemberId));
      answerSync(member, refusedSync(errorCodes.unknownMemberId));
    }
    this.#members.clear();
  }

  #checkJoin(request: JoinRequest): void {
    const { minSessionTimeoutMs, maxSessionTimeoutMs, maxMembers } = this.#limits;
    if (request.sessionTimeoutMs < minSessionTimeoutMs || request.sessionTimeoutMs > maxSessionTimeoutMs) {
      throw new ProtocolError(
        errorCodes.invalidSessionTimeout,
        `a session timeout of ${minSessionTimeoutMs} to ${maxSessionTimeoutMs} ms`,
      );
    }
    const others = [...this.#members.values()].filter((it) => it.id !== request.memberId);
    const fits =
      request.protocolType !== '' &&
      (others.length === 0 || request.protocolType === this.#protocolType) &&
      chooseProtocol([...others, request]) !== undefined;
    if (!fits) throw new ProtocolError(errorCodes.inconsistentGroupProtocol, 'no protocol in common');
    const isNew = request.memberId === '';
    if (isNew && this.#members.size + this.#expected.size >= maxMembers) {
      throw new ProtocolError(errorCodes.groupMaxSizeReached, `at most ${maxMembers} members`);
    }
  }

  #addMember(id: string, request: JoinRequest): Promise<JoinAnswer> {
    const member: Member = {
      id,
      clientId: request.clientId,
      clientHost: request.clientHost,
      sessionTimeoutMs: request.sessionTimeoutMs,
      rebalanceTimeoutMs: request.rebalanceTimeoutMs,
      protocols: request.protocols,
      assignment: Buffer.alloc(0),
      answerJoin: undefined,
      answerSync: undefined,
      sessionTimer: undefined,
    };
    if (this.#members.size === 0) {
      this.#leaderId = id;
      this.#protocolType = request.protocolType;
    }
    this.#members.set(id, member);
    if (this.#gatheringUntilMs !== undefined) this.#gatherOn();
    return this.#awaitGeneration(member);
  }

  #update(member: Member, request: JoinRequest): void {
    member.protocols = request.protocols;
    member.sessionTimeoutMs = request.sessionTimeoutMs;
    member.rebalanceTimeoutMs = request.rebalanceTimeoutMs;
  }

  #awaitGeneration(member: Member): Promise<JoinAnswer> {
    // A second join of the same member takes the place of the first, whose answer nobody awaits any more.
    answerJoin(member, refusedJoin(errorCodes.rebalanceInProgress));
    clearTimeout(member.sessionTimer);
    return new Promise((resolve) => {
      member.answerJoin = resolve;
      if (this.#state === 'PreparingRebalance') this.#completeIfAllJoined();
      else this.#prepareRebalance();
    });
  }

  #awaitAssignment(member: Member): Promise<SyncAnswer> {
    answerSync(member, refusedSync(errorCodes.rebalanceInProgress));
    clearTimeout(member.sessionTimer);
    return new Promise((resolve) => {
      member.answerSync = resolve;
    });
  }

  #assign(assignments: Map<string, Buffer>): void {
    this.#state = 'Stable';
    clearTimeout(this.#rebalanceTimer);
    for (const member of this.#members.values()) {
      member.assignment = assignments.get(member.id) ?? Buffer.alloc(0);
      if (!member.answerSync) continue;
      answerSync(member, { errorCode: errorCodes.none, assignment: member.assignment });
      this.#keepAlive(member);
    }
  }

  #prepareRebalance(): void {
    const wasEmpty = this.#state === 'Empty';
    this.#state = 'PreparingRebalance';
    for (const member of this.#members.values()) {
      if (!member.answerSync) continue;
      answerSync(member, refusedSync(errorCodes.rebalanceInProgress));
      this.#keepAlive(member);
    }
    clearTimeout(this.#rebalanceTimer);
    if (wasEmpty) {
      this.#gatheringUntilMs = performance.now() + this.#rebalanceTimeoutMs();
      this.#gatherOn();
    } else {
      this.#rebalanceTimer = setTimeout(() => this.#beginGeneration(), this.#rebalanceTimeoutMs());
      this.#completeIfAllJoined();
    }
  }

  /** Members of a group that begins come one by one; waiting a little spares a rebalance for each. */
  #gatherOn(): void {
    clearTimeout(this.#rebalanceTimer);
    const leftMs = Math.max(0, (this.#gatheringUntilMs ?? 0) - performance.now());
    this.#rebalanceTimer = setTimeout(
      () => {
        this.#gatheringUntilMs = undefined;
        this.#rebalanceTimer = setTimeout(() => this.#beginGeneration(), leftMs);
        this.#completeIfAllJoined();
      },
      Math.min(this.#limits.initialRebalanceDelayMs, leftMs),
    );
  }

  #completeIfAllJoined(): void {
    if (this.#state !== 'PreparingRebalance' || this.#gatheringUntilMs !== undefined) return;
    const allJoined = [...this.#members.values()].every((it) => it.answerJoin);
    if (allJoined && this.#expected.size === 0) this.#beginGeneration();
  }

  /** Whoever has not joined by now is out. */
  #beginGeneration(): void {
    clearTimeout(this.#rebalanceTimer);
    for (const member of [...this.#members.values()]) if (!member.answerJoin) this.#forget(member);
    this.#generationId++;
    const protocolName = chooseProtocol([...this.#members.values()]);
    if (protocolName === undefined) {
      this.#state = 'Empty';
      return;
    }
    this.#protocolName = protocolName;
    this.#state = 'CompletingRebalance';
    for (const member of this.#members.values()) {
      this.#keepAlive(member);
      answerJoin(member, this.#joined(member));
    }
    this.#rebalanceTimer = setTimeout(() => this.#dropUnsynced(), this.#rebalanceTimeoutMs());
  }

  /** A leader that sends no assignment must not hold up the group, even if it sends heartbeats. */
  #dropUnsynced(): void {
    for (const member of [...this.#members.values()]) if (!member.answerSync) this.#forget(member);
    this.#afterRemoval();
  }

  #joined(member: Member): JoinAnswer {
    const members = [...this.#members.values()];
    const isLeader = member.id === this.#leaderId;
    return {
      errorCode: errorCodes.none,
      generationId: this.#generationId,
      protocolName: this.#protocolName,
      leaderId: this.#leaderId,
      memberId: member.id,
      members: isLeader
        ? members.map((it) => ({ memberId: it.id, metadata: metadataOf(it, this.#protocolName) }))
        : [],
    };
  }

  #expect(memberId: string, sessionTimeoutMs: number): void {
    const timer = setTimeout(() => {
      this.#expected.delete(memberId);
      this.#completeIfAllJoined();
    }, sessionTimeoutMs);
    this.#expected.set(memberId, timer);
  }

  #forgetExpected(memberId: string): void {
    clearTimeout(this.#expected.get(memberId));
    this.#expected.delete(memberId);
  }

  #member(memberId: string): Member {
    const member = this.#members.get(memberId);
    if (!member) throw new ProtocolError(errorCodes.unknownMemberId, 'not a member of the group');
    return member;
  }

  #memberOf(memberId: string, generationId: number): Member {
    const member = this.#member(memberId);
    if (generationId !== this.#generationId) {
      throw new ProtocolError(errorCodes.illegalGeneration, `the generation is ${this.#generationId}`);
    }
    return member;
  }

  #keepAlive(member: Member): void {
    clearTimeout(member.sessionTimer);
    // As long as the member waits for an answer to its join, it owes no sign of life.
    if (member.answerJoin && this.#state === 'PreparingRebalance') return;
    member.sessionTimer = setTimeout(() => this.#remove(member), member.sessionTimeoutMs);
  }

  #remove(member: Member): void {
    this.#forget(member);
    this.#afterRemoval();
  }

  #forget(member: Member): void {
    clearTimeout(member.sessionTimer);
    this.#members.delete(member.id);
    answerJoin(member, refusedJoin(errorCodes.unknownMemberId));
    answerSync(member, refusedSync(errorCodes.unknownMemberId));
    if (member.id === this.#leaderId) this.#leaderId = this.#members.keys().next().value ?? '';
  }

  #afterRemoval(): void {
    if (this.#state === 'PreparingRebalance') this.#completeIfAllJoined();
    else if (this.#state !== 'Empty' && this.#state !== 'Dead') this.#prepareRebalance();
  }

  #rebalanceTimeoutMs(): number {
    return Math.max(0, ...[...this.#members.values()].map((it) => it.rebalanceTimeoutMs));
  }
}

/** The answer to a join that is refused with `errorCode`. */
export function refusedJoin(errorCode: ErrorCode): JoinAnswer {
  return { errorCode, generationId: -1, protocolName: '', leaderId: '', memberId: '', members: [] };
}

/** The answer to a sync that is refused with `errorCode`. */
export function refusedSync(errorCode: ErrorCode): SyncAnswer {
  return { errorCode, assignment: Buffer.alloc(0) };
}

function rebalanceInProgress(): ProtocolError {
  return new ProtocolError(errorCodes.rebalanceInProgress, 'the group is rebalancing');
}

function answerJoin(member: Member, answer: JoinAnswer): void {
  member.answerJoin?.(answer);
  member.answerJoin = undefined;
}

function answerSync(member: Member, answer: SyncAnswer): void {
  member.answerSync?.(answer);
  member.answerSync = undefined;
}
