import { NODE_ID } from '../broker.ts';
import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface FindCoordinatorRequest {
  keyType: number;
}

interface FindCoordinatorResponse {
  errorCode: ErrorCode;
  nodeId: number;
  host: string;
  port: number;
}

const GROUP = 0;

export const findCoordinator = defineApi<FindCoordinatorRequest, FindCoordinatorResponse>({
  key: 10,
  name: 'FindCoordinator',
  minVersion: 0,
  maxVersion: 2,

  decode(reader, version) {
    reader.string(); // The group: this broker coordinates them all.
    return { keyType: version >= 1 ? reader.int8() : GROUP };
  },

  handle({ keyType }, { broker: { host, port } }) {
    // A producer with a transactional id learns here, before it has sent anything, that it cannot work.
    if (keyType !== GROUP) return refused(errorCodes.transactionalIdAuthorizationFailed);
    return { errorCode: errorCodes.none, nodeId: NODE_ID, host, port };
  },

  refuse: (_request, errorCode) => refused(errorCode),

  encode(writer, { errorCode, nodeId, host, port }, version) {
    if (version >= 1) writer.int32(0); // Throttle time.
    writer.int16(errorCode);
    if (version >= 1) writer.nullableString(null); // Error message.
    writer.int32(nodeId).string(host).int32(port);
  },
});

function refused(errorCode: ErrorCode): FindCoordinatorResponse {
  return { errorCode, nodeId: -1, host: '', port: -1 };
}
