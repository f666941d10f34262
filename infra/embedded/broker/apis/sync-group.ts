import { refusedSync, type SyncAnswer } from '../groups/member.ts';
import { defineApi } from './api.ts';

interface SyncGroupRequest {
  groupId: string;
  generationId: number;
  memberId: string;
  assignments: { memberId: string; assignment: Buffer }[];
}

export const syncGroup = defineApi<SyncGroupRequest, SyncAnswer>({
  key: 14,
  name: 'SyncGroup',
  minVersion: 0,
  maxVersion: 3,

  decode(reader, version) {
    const groupId = reader.string();
    const generationId = reader.int32();
    const memberId = reader.string();
    if (version >= 3) reader.nullableString(); // Group instance id.
    const assignments = reader.array(() => ({
      memberId: reader.string(),
      assignment: Buffer.from(reader.bytes()),
    }));
    return { groupId, generationId, memberId, assignments };
  },

  handle({ groupId, generationId, memberId, assignments }, { broker }) {
    const byMember = new Map(assignments.map((it) => [it.memberId, it.assignment]));
    return broker.groups.require(groupId).sync(memberId, generationId, byMember);
  },

  refuse: (_request, errorCode) => refusedSync(errorCode),

  encode(writer, { errorCode, assignment }, version) {
    if (version >= 1) writer.int32(0); // Throttle time.
    writer.int16(errorCode).bytes(assignment);
  },
});
