import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface ListGroupsResponse {
  errorCode: ErrorCode;
  groups: { groupId: string; protocolType: string }[];
}

export const listGroups = defineApi<null, ListGroupsResponse>({
  key: 16,
  name: 'ListGroups',
  minVersion: 0,
  maxVersion: 2,

  decode: () => null,

  handle(_request, { broker }) {
    const groupIds = new Set([...broker.groups.list().map((it) => it.id), ...broker.offsets.groupIds()]);
    return {
      errorCode: errorCodes.none,
      groups: Array.from(groupIds, (groupId) => {
        return { groupId, protocolType: broker.groups.find(groupId)?.describe().protocolType ?? '' };
      }),
    };
  },

  refuse: (_request, errorCode) => ({ errorCode, groups: [] }),

  encode(writer, { errorCode, groups }, version) {
    if (version >= 1) writer.int32(0); // Throttle time.
    writer.int16(errorCode).array(groups, ({ groupId, protocolType }) => {
      writer.string(groupId).string(protocolType);
    });
  },
});
