import { errorCodes, ProtocolError } from '../protocol/errors.ts';
import { dismiss, type JoinRequest, type Member, newMember } from './member.ts';
import { chooseProtocol } from './protocols.ts';

export interface RosterLimits {
  minSessionTimeoutMs: number;
  maxSessionTimeoutMs: number;
  maxMembers: number;
}

interface RosterEvents {
  /** The member gave no sign of life for its session timeout; it is still on the roster. */
  onSilent(member: Member): void;
  /** Someone who was given a member id did not come back with it. */
  onNoShow(): void;
}

/** Who belongs to a group, who leads it, and who has been silent for too long. */
export class Roster {
  readonly #limits: RosterLimits;
  readonly #events: RosterEvents;
  readonly #members = new Map<string, Member>();
  /** Ids given to members that have not come back with them yet. */
  readonly #expected = new Map<string, NodeJS.Timeout>();
  #leaderId = '';
  #protocolType = '';

  constructor(limits: RosterLimits, events: RosterEvents) {
    this.#limits = limits;
    this.#events = events;
  }

  get members(): Member[] {
    return [...this.#members.values()];
  }

  get leaderId(): string {
    return this.#leaderId;
  }

  /** Of the members, or of the last ones there were. */
  get protocolType(): string {
    return this.#protocolType;
  }

  get isAwaitingAnyone(): boolean {
    return this.#expected.size > 0 || this.members.some((it) => !it.answerJoin);
  }

  /** As long as the slowest member may take to join again. */
  get rebalanceTimeoutMs(): number {
    return Math.max(0, ...this.members.map((it) => it.rebalanceTimeoutMs));
  }

  /** Throws UNKNOWN_MEMBER_ID. */
  member(memberId: string): Member {
    const member = this.#members.get(memberId);
    if (!member) throw new ProtocolError(errorCodes.unknownMemberId, 'not a member of the group');
    return member;
  }

  /** Throws a {@link ProtocolError} if who asks to join does not fit in with the group or its limits. */
  checkFits(request: JoinRequest): void {
    const { minSessionTimeoutMs, maxSessionTimeoutMs, maxMembers } = this.#limits;
    if (request.sessionTimeoutMs < minSessionTimeoutMs || request.sessionTimeoutMs > maxSessionTimeoutMs) {
      const message = `a session timeout is ${minSessionTimeoutMs} to ${maxSessionTimeoutMs} ms`;
      throw new ProtocolError(errorCodes.invalidSessionTimeout, message);
    }
    const others = this.members.filter((it) => it.id !== request.memberId);
    const sameType = others.length === 0 || request.protocolType === this.#protocolType;
    if (request.protocolType === '' || !sameType || chooseProtocol([...others, request]) === undefined) {
      throw new ProtocolError(errorCodes.inconsistentGroupProtocol, 'no protocol in common');
    }
    if (request.memberId === '' && this.#members.size + this.#expected.size >= maxMembers) {
      throw new ProtocolError(errorCodes.groupMaxSizeReached, `at most ${maxMembers} members`);
    }
  }

  /** The first member leads. */
  admit(memberId: string, request: JoinRequest): Member {
    const member = newMember(memberId, request);
    if (this.#members.size === 0) {
      this.#leaderId = memberId;
      this.#protocolType = request.protocolType;
    }
    this.#members.set(memberId, member);
    return member;
  }

  remove(member: Member): void {
    this.pauseSession(member);
    this.#members.delete(member.id);
    if (member.id === this.#leaderId) this.#leaderId = this.#members.keys().next().value ?? '';
    dismiss(member);
  }

  expect(memberId: string, forMs: number): void {
    const noShow = () => {
      this.#expected.delete(memberId);
      this.#events.onNoShow();
    };
    this.#expected.set(memberId, setTimeout(noShow, forMs));
  }

  /** Whether the id was given out and not used yet; it is used with this. */
  takeExpected(memberId: string): boolean {
    clearTimeout(this.#expected.get(memberId));
    return this.#expected.delete(memberId);
  }

  /** The member gave a sign of life. While the broker owes it an answer, it owes none. */
  keepAlive(member: Member): void {
    this.pauseSession(member);
    if (member.answerJoin || member.answerSync) return;
    member.sessionTimer = setTimeout(() => this.#events.onSilent(member), member.sessionTimeoutMs);
  }

  pauseSession(member: Member): void {
    clearTimeout(member.sessionTimer);
  }

  close(): void {
    for (const memberId of [...this.#expected.keys()]) this.takeExpected(memberId);
    for (const member of this.members) this.remove(member);
  }
}
