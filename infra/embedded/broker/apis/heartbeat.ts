import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface HeartbeatRequest {
  groupId: string;
  generationId: number;
  memberId: string;
}

export const heartbeat = defineApi<HeartbeatRequest, ErrorCode>({
  key: 12,
  name: 'Heartbeat',
  minVersion: 0,
  maxVersion: 3,

  decode(reader, version) {
    const groupId = reader.string();
    const generationId = reader.int32();
    const memberId = reader.string();
    if (version >= 3) reader.nullableString(); // Group instance id.
    return { groupId, generationId, memberId };
  },

  handle({ groupId, generationId, memberId }, { broker }) {
    broker.groups.require(groupId).heartbeat(memberId, generationId);
    return errorCodes.none;
  },

  refuse: (_request, errorCode) => errorCode,

  encode(writer, errorCode, version) {
    if (version >= 1) writer.int32(0); // Throttle time.
    writer.int16(errorCode);
  },
});
