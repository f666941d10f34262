import type { Broker } from '../broker.ts';
import { type ErrorCode, errorCodes } from '../protocol/errors.ts';
import { defineApi } from './api.ts';

interface DescribedMember {
  id: string;
  clientId: string;
  clientHost: string;
  metadata: Buffer;
  assignment: Buffer;
}

interface DescribedGroup {
  groupId: string;
  errorCode: ErrorCode;
  state: string;
  protocolType: string;
  protocolName: string;
  members: DescribedMember[];
}

export const describeGroups = defineApi<{ groupIds: string[] }, { groups: DescribedGroup[] }>({
  key: 15,
  name: 'DescribeGroups',
  minVersion: 0,
  maxVersion: 2,

  decode: (reader) => ({ groupIds: reader.array(() => reader.string()) }),

  handle: ({ groupIds }, { broker }) => ({ groups: groupIds.map((groupId) => describe(broker, groupId)) }),

  refuse: ({ groupIds }, errorCode) => ({
    groups: groupIds.map((groupId) => nothing(groupId, '', errorCode)),
  }),

  encode(writer, { groups }, version) {
    if (version >= 1) writer.int32(0); // Throttle time.
    writer.array(groups, (group) => {
      writer.int16(group.errorCode).string(group.groupId).string(group.state);
      writer.string(group.protocolType).string(group.protocolName);
      writer.array(group.members, ({ id, clientId, clientHost, metadata, assignment }) => {
        writer.string(id).string(clientId).string(clientHost).bytes(metadata).bytes(assignment);
      });
    });
  },
});

function describe(broker: Broker, groupId: string): DescribedGroup {
  const group = broker.groups.find(groupId);
  // Groups that have nothing but offsets are Empty, as after a restart of the broker.
  if (!group)
    return nothing(groupId, broker.offsets.ofGroup(groupId).length > 0 ? 'Empty' : 'Dead', errorCodes.none);
  return { groupId, errorCode: errorCodes.none, ...group.describe() };
}

function nothing(groupId: string, state: string, errorCode: ErrorCode): DescribedGroup {
  return { groupId, errorCode, state, protocolType: '', protocolName: '', members: [] };
}
