import { type ErrorCode, errorCodes, ProtocolError } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface LeaveGroupRequest {
  groupId: string;
  memberIds: string[];
}

interface LeaveGroupResponse {
  errorCode: ErrorCode;
  members: { memberId: string; errorCode: ErrorCode }[];
}

export const leaveGroup = defineApi<LeaveGroupRequest, LeaveGroupResponse>({
  key: 13,
  name: 'LeaveGroup',
  minVersion: 0,
  maxVersion: 3,

  decode(reader, version) {
    const groupId = reader.string();
    if (version < 3) return { groupId, memberIds: [reader.string()] };
    const memberIds = reader.array(() => {
      const memberId = reader.string();
      reader.nullableString(); // Group instance id.
      return memberId;
    });
    return { groupId, memberIds };
  },

  handle({ groupId, memberIds }, { broker, version }) {
    const group = broker.groups.require(groupId);
    const members = memberIds.map((memberId) => ({
      memberId,
      errorCode: attempt(() => group.leave(memberId)),
    }));
    // Before version 3 there is one member, whose error is that of the request.
    const errorCode = version < 3 ? members[0]!.errorCode : errorCodes.none;
    return { errorCode, members };
  },

  refuse: (_request, errorCode) => ({ errorCode, members: [] }),

  encode(writer, { errorCode, members }, version) {
    if (version >= 1) writer.int32(0); // Throttle time.
    writer.int16(errorCode);
    if (version < 3) return;
    writer.array(members, (member) => {
      writer.string(member.memberId).nullableString(null).int16(member.errorCode);
    });
  },
});

function attempt(action: () => void): ErrorCode {
  try {
    action();
    return errorCodes.none;
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}
