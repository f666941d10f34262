import { type JoinAnswer, refusedJoin } from '../groups/member.ts';
import type { GroupProtocol } from '../groups/protocols.ts';
import { defineApi } from './api.ts';

interface JoinGroupRequest {
  groupId: string;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
  memberId: string;
  protocolType: string;
  protocols: GroupProtocol[];
}

export const joinGroup = defineApi<JoinGroupRequest, JoinAnswer>({
  key: 11,
  name: 'JoinGroup',
  minVersion: 0,
  maxVersion: 5,

  decode(reader, version) {
    const groupId = reader.string();
    const sessionTimeoutMs = reader.int32();
    const rebalanceTimeoutMs = version >= 1 ? reader.int32() : sessionTimeoutMs;
    const memberId = reader.string();
    if (version >= 5) reader.nullableString(); // Group instance id: static members are treated as others.
    const protocolType = reader.string();
    const protocols = reader.array(() => ({ name: reader.string(), metadata: Buffer.from(reader.bytes()) }));
    return { groupId, sessionTimeoutMs, rebalanceTimeoutMs, memberId, protocolType, protocols };
  },

  handle({ groupId, ...request }, { broker, version, clientId, clientHost }) {
    // Only someone new may bring a group into being; a member of a forgotten group has to begin anew.
    const group =
      request.memberId === '' ? broker.groups.getOrCreate(groupId) : broker.groups.require(groupId);
    return group.join({ ...request, clientId, clientHost, requireMemberId: version >= 4 });
  },

  refuse: ({ memberId }, errorCode) => ({ ...refusedJoin(errorCode), memberId }),

  encode(writer, answer, version) {
    if (version >= 2) writer.int32(0); // Throttle time.
    writer.int16(answer.errorCode).int32(answer.generationId).string(answer.protocolName);
    writer.string(answer.leaderId).string(answer.memberId);
    writer.array(answer.members, ({ memberId, metadata }) => {
      writer.string(memberId);
      if (version >= 5) writer.nullableString(null); // Group instance id.
      writer.bytes(metadata);
    });
  },
});
