import type { ErrorCode } from '../protocol/errors.ts';

export interface GroupProtocol {
  name: string;
  metadata: Buffer;
}

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

export function supports(member: Pick<Member, 'protocols'>, protocolName: string): boolean {
  return member.protocols.some((it) => it.name === protocolName);
}

/** What the member says of itself under the chosen protocol: its subscription. */
export function metadataOf(member: Member, protocolName: string): Buffer {
  return member.protocols.find((it) => it.name === protocolName)?.metadata ?? Buffer.alloc(0);
}

/** The protocol that most members prefer among those that all support; undefined if there is none. */
export function chooseProtocol(members: readonly Pick<Member, 'protocols'>[]): string | undefined {
  const common = (name: string) => members.every((member) => supports(member, name));
  const votes = new Map<string, number>();
  for (const member of members) {
    const preferred = member.protocols.find((it) => common(it.name))?.name;
    if (preferred !== undefined) votes.set(preferred, (votes.get(preferred) ?? 0) + 1);
  }
  return [...votes].sort(([, a], [, b]) => b - a)[0]?.[0];
}

export function sameProtocols(a: readonly GroupProtocol[], b: readonly GroupProtocol[]): boolean {
  return (
    a.length === b.length && a.every((it, i) => it.name === b[i]!.name && it.metadata.equals(b[i]!.metadata))
  );
}
