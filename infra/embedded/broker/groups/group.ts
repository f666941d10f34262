import { randomUUID } from 'node:crypto';
import { errorCodes, ProtocolError } from '../protocol/errors.ts';
import {
  answerJoin,
  answerSync,
  type JoinAnswer,
  type JoinRequest,
  type Member,
  refusedJoin,
  refusedSync,
  type SyncAnswer,
} from './member.ts';
import { chooseProtocol, metadataFor, sameProtocols } from './protocols.ts';
import { Roster, type RosterLimits } from './roster.ts';

/** Clients choose their ids; with what is added, it must still fit a string of the protocol. */
const MAX_CLIENT_ID_IN_MEMBER_ID = 200;

type GroupState = 'Empty' | 'PreparingRebalance' | 'CompletingRebalance' | 'Stable' | 'Dead';

export interface GroupLimits extends RosterLimits {
  /** How long a group that begins waits for further members, anew with each that comes. */
  initialRebalanceDelayMs: number;
}

/**
 * One consumer group: the steps of a rebalance.
 *
 * Empty -> PreparingRebalance (members join) -> CompletingRebalance (the leader assigns) -> Stable, and back to
 * PreparingRebalance when a member comes, goes, falls silent or changes what it subscribes to.
 */
export class Group {
  readonly id: string;
  readonly #initialRebalanceDelayMs: number;
  readonly #roster: Roster;
  #state: GroupState = 'Empty';
  #generationId = 0;
  #protocolName = '';
  /** Ends the step that the group is in. */
  #timer: NodeJS.Timeout | undefined;
  /** Set while a group that was empty gathers its first members: until when at most. */
  #gatheringUntilMs: number | undefined;

  constructor(id: string, limits: GroupLimits) {
    this.id = id;
    this.#initialRebalanceDelayMs = limits.initialRebalanceDelayMs;
    this.#roster = new Roster(limits, {
      onSilent: (member) => this.#remove(member),
      onNoShow: () => this.#beginGenerationIfAllJoined(),
    });
  }

  describe() {
    const members = this.#roster.members.map(({ id, clientId, clientHost, assignment, protocols }) => {
      return {
        id,
        clientId,
        clientHost,
        assignment,
        metadata: metadataFor({ protocols }, this.#protocolName),
      };
    });
    const protocolName = this.#state === 'Stable' ? this.#protocolName : '';
    return { state: this.#state, protocolType: this.#roster.protocolType, protocolName, members };
  }

  /** Resolves when the generation that this member belongs to begins. Throws a {@link ProtocolError}. */
  async join(request: JoinRequest): Promise<JoinAnswer> {
    this.#roster.checkFits(request);
    if (request.memberId === '') {
      const memberId = `${request.clientId.slice(0, MAX_CLIENT_ID_IN_MEMBER_ID)}-${randomUUID()}`;
      if (!request.requireMemberId) return this.#admit(memberId, request);
      this.#roster.expect(memberId, request.sessionTimeoutMs);
      return { ...refusedJoin(errorCodes.memberIdRequired), memberId };
    }
    if (this.#roster.takeExpected(request.memberId)) return this.#admit(request.memberId, request);
    const member = this.#roster.member(request.memberId);
    if (this.#missedOnlyTheAnswer(member, request)) {
      this.#roster.keepAlive(member);
      return this.#joined(member);
    }
    const { protocols, sessionTimeoutMs, rebalanceTimeoutMs } = request;
    Object.assign(member, { protocols, sessionTimeoutMs, rebalanceTimeoutMs });
    return this.#awaitGeneration(member);
  }

  /** Resolves with the member's share when the leader has sent the assignment. Throws a {@link ProtocolError}. */
  async sync(memberId: string, generationId: number, assignments: Map<string, Buffer>): Promise<SyncAnswer> {
    const member = this.#memberOf(memberId, generationId);
    if (this.#state === 'PreparingRebalance') throw rebalanceInProgress();
    this.#roster.keepAlive(member);
    if (this.#state === 'CompletingRebalance') {
      if (memberId !== this.#roster.leaderId) return this.#awaitAssignment(member);
      this.#assign(assignments);
    }
    return { errorCode: errorCodes.none, assignment: member.assignment };
  }

  /** Throws a {@link ProtocolError}: REBALANCE_IN_PROGRESS asks the member to join again. */
  heartbeat(memberId: string, generationId: number): void {
    this.#roster.keepAlive(this.#memberOf(memberId, generationId));
    if (this.#state === 'PreparingRebalance') throw rebalanceInProgress();
  }

  /** Throws UNKNOWN_MEMBER_ID. */
  leave(memberId: string): void {
    if (this.#roster.takeExpected(memberId)) this.#beginGenerationIfAllJoined();
    else this.#remove(this.#roster.member(memberId));
  }

  /** Throws unless whoever commits may do so: a member of this generation, or anyone while there are no members. */
  checkCommit(memberId: string, generationId: number): void {
    if (generationId < 0 && memberId === '' && this.#state === 'Empty') return;
    this.#roster.keepAlive(this.#memberOf(memberId, generationId));
    if (this.#state === 'CompletingRebalance') throw rebalanceInProgress();
  }

  /** Whether nothing is lost by forgetting the group. */
  get isUnused(): boolean {
    return this.#state === 'Empty';
  }

  /** Ends all waiting and all timers. */
  close(): void {
    this.#state = 'Dead';
    clearTimeout(this.#timer);
    this.#roster.close();
  }

  /** The member of the current generation; who missed a rebalance is told so. */
  #memberOf(memberId: string, generationId: number): Member {
    const member = this.#roster.member(memberId);
    if (generationId !== this.#generationId) {
      throw new ProtocolError(errorCodes.illegalGeneration, `the generation is ${this.#generationId}`);
    }
    return member;
  }

  /** A leader that joins again wants a new assignment; anybody else with nothing new just asks once more. */
  #missedOnlyTheAnswer(member: Member, { protocols }: JoinRequest): boolean {
    if (!sameProtocols(member.protocols, protocols)) return false;
    if (this.#state === 'CompletingRebalance') return true;
    return this.#state === 'Stable' && member.id !== this.#roster.leaderId;
  }

  #admit(memberId: string, request: JoinRequest): Promise<JoinAnswer> {
    const member = this.#roster.admit(memberId, request);
    if (this.#gatheringUntilMs !== undefined) this.#gatherOn(this.#gatheringUntilMs);
    return this.#awaitGeneration(member);
  }

  #awaitGeneration(member: Member): Promise<JoinAnswer> {
    // A second join takes the place of the first, whose answer nobody awaits any more.
    answerJoin(member, refusedJoin(errorCodes.rebalanceInProgress));
    this.#roster.pauseSession(member);
    return new Promise((resolve) => {
      member.answerJoin = resolve;
      if (this.#state === 'PreparingRebalance') this.#beginGenerationIfAllJoined();
      else this.#prepareRebalance();
    });
  }

  #prepareRebalance(): void {
    const wasEmpty = this.#state === 'Empty';
    this.#state = 'PreparingRebalance';
    for (const member of this.#roster.members) {
      if (!member.answerSync) continue;
      answerSync(member, refusedSync(errorCodes.rebalanceInProgress));
      this.#roster.keepAlive(member);
    }
    const timeoutMs = this.#roster.rebalanceTimeoutMs;
    if (wasEmpty) {
      this.#gatherOn(performance.now() + timeoutMs);
    } else {
      this.#setTimer(() => this.#beginGeneration(), timeoutMs);
      this.#beginGenerationIfAllJoined();
    }
  }

  /** Members of a group that begins come one by one; waiting a little spares a rebalance for each. */
  #gatherOn(untilMs: number): void {
    const leftMs = Math.max(0, untilMs - performance.now());
    const delayMs = Math.min(this.#initialRebalanceDelayMs, leftMs);
    const gathered = () => {
      this.#gatheringUntilMs = undefined;
      this.#setTimer(() => this.#beginGeneration(), leftMs - delayMs);
      this.#beginGenerationIfAllJoined();
    };
    this.#gatheringUntilMs = untilMs;
    this.#setTimer(gathered, delayMs);
  }

  #beginGenerationIfAllJoined(): void {
    const gathering = this.#gatheringUntilMs !== undefined;
    if (this.#state !== 'PreparingRebalance' || gathering || this.#roster.isAwaitingAnyone) return;
    this.#beginGeneration();
  }

  /** Whoever has not joined by now is out. */
  #beginGeneration(): void {
    clearTimeout(this.#timer);
    for (const member of this.#roster.members) if (!member.answerJoin) this.#roster.remove(member);
    const { members, rebalanceTimeoutMs } = this.#roster;
    const protocolName = chooseProtocol(members);
    this.#generationId++;
    if (protocolName === undefined) {
      this.#state = 'Empty';
      return;
    }
    this.#protocolName = protocolName;
    this.#state = 'CompletingRebalance';
    for (const member of members) {
      answerJoin(member, this.#joined(member));
      this.#roster.keepAlive(member);
    }
    this.#setTimer(() => this.#dropUnsynced(), rebalanceTimeoutMs);
  }

  #joined(member: Member): JoinAnswer {
    const { leaderId, members } = this.#roster;
    const subscriptions = members.map((it) => {
      return { memberId: it.id, metadata: metadataFor(it, this.#protocolName) };
    });
    return {
      errorCode: errorCodes.none,
      generationId: this.#generationId,
      protocolName: this.#protocolName,
      leaderId,
      memberId: member.id,
      members: member.id === leaderId ? subscriptions : [],
    };
  }

  #awaitAssignment(member: Member): Promise<SyncAnswer> {
    answerSync(member, refusedSync(errorCodes.rebalanceInProgress));
    this.#roster.pauseSession(member);
    return new Promise((resolve) => {
      member.answerSync = resolve;
    });
  }

  #assign(assignments: Map<string, Buffer>): void {
    this.#state = 'Stable';
    clearTimeout(this.#timer);
    for (const member of this.#roster.members) {
      member.assignment = assignments.get(member.id) ?? Buffer.alloc(0);
      if (!member.answerSync) continue;
      answerSync(member, { errorCode: errorCodes.none, assignment: member.assignment });
      this.#roster.keepAlive(member);
    }
  }

  /** A leader that sends no assignment must not hold up the group, even if it sends heartbeats. */
  #dropUnsynced(): void {
    for (const member of this.#roster.members) if (!member.answerSync) this.#roster.remove(member);
    this.#prepareRebalance();
  }

  #remove(member: Member): void {
    this.#roster.remove(member);
    if (this.#state === 'PreparingRebalance') this.#beginGenerationIfAllJoined();
    else this.#prepareRebalance();
  }

  #setTimer(action: () => void, ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, ms);
  }
}

function rebalanceInProgress(): ProtocolError {
  return new ProtocolError(errorCodes.rebalanceInProgress, 'the group is rebalancing');
}
