import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import type { GroupProtocol } from './protocols.ts';

export interface JoinRequest {
  memberId: string;
  clientId: string;
  clientHost: string;
  /** JoinGroup v4 and later: a new member first learns its id, so that a lost answer leaves no ghost. */
  requireMemberId: boolean;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocolType: string;
  protocols: GroupProtocol[];
}

export interface JoinAnswer {
  errorCode: ErrorCode;
  generationId: number;
  protocolName: string;
  leaderId: string;
  memberId: string;
  /** All members with what they subscribe to, for the leader only. */
  members: { memberId: string; metadata: Buffer }[];
}

export interface SyncAnswer {
  errorCode: ErrorCode;
  assignment: Buffer;
}

export interface Member {
  id: string;
  clientId: string;
  clientHost: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  protocols: GroupProtocol[];
  assignment: Buffer;
  /** Present while the member waits for the others to join. */
  answerJoin: ((answer: JoinAnswer) => void) | undefined;
  /** Present while the member waits for the leader's assignment. */
  answerSync: ((answer: SyncAnswer) => void) | undefined;
  sessionTimer: NodeJS.Timeout | undefined;
}

export function newMember(id: string, request: JoinRequest): Member {
  return {
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
}

/** Answers the member's join, if it waits for that. */
export function answerJoin(member: Member, answer: JoinAnswer): void {
  member.answerJoin?.(answer);
  member.answerJoin = undefined;
}

/** Answers the member's sync, if it waits for that. */
export function answerSync(member: Member, answer: SyncAnswer): void {
  member.answerSync?.(answer);
  member.answerSync = undefined;
}

/** Whoever is no member any more learns it from the answers that are still owed. */
export function dismiss(member: Member): void {
  answerJoin(member, refusedJoin(errorCodes.unknownMemberId));
  answerSync(member, refusedSync(errorCodes.unknownMemberId));
}

export function refusedJoin(errorCode: ErrorCode): JoinAnswer {
  return { errorCode, generationId: -1, protocolName: '', leaderId: '', memberId: '', members: [] };
}

export function refusedSync(errorCode: ErrorCode): SyncAnswer {
  return { errorCode, assignment: Buffer.alloc(0) };
}
