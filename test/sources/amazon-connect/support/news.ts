/** Contact events as EventBridge sends them, made up: those that a contact of a given record must have had before. */
import { type Fields, instanceArn } from './contact.ts';

const ms = (at: unknown): string | undefined =>
  typeof at === 'string' ? at.replace(/Z$/, '.417Z') : undefined;

/** Who was told what of a contact, one after the other; a record has whole seconds of the milliseconds in them. */
export function newsOf(record: Fields): Fields[] {
  const queue = record.Queue as Fields | null;
  const agent = record.Agent as Fields | null;
  const begin = {
    contactId: record.ContactId,
    channel: record.Channel,
    instanceArn,
    initiationMethod: record.InitiationMethod,
    initiationTimestamp: ms(record.InitiationTimestamp),
    connectedToSystemTimestamp: '1970-01-01T00:00:00.001Z',
    tags: { 'aws:connect:instanceId': 'i' },
    ...(record.InitialContactId ? { initialContactId: record.InitialContactId } : {}),
  };
  const queueInfo = queue?.EnqueueTimestamp
    ? {
        queueInfo: {
          queueArn: queue.ARN,
          queueType: 'STANDARD',
          enqueueTimestamp: ms(queue.EnqueueTimestamp),
        },
      }
    : {};
  const agentInfo = {
    agentArn: agent?.ARN,
    hierarchyGroups: { level1: { arn: `${instanceArn}/agent-group/g` } },
    connectedToAgentTimestamp: ms(agent?.ConnectedToAgentTimestamp),
  };
  const ended = {
    disconnectTimestamp: ms(record.DisconnectTimestamp),
    disconnectReason: record.DisconnectReason ?? undefined,
  };
  const after = {
    ...agentInfo,
    agentInitiatedHoldDuration: agent?.CustomerHoldDuration,
    afterContactWorkStartTimestamp: ms(agent?.AfterContactWorkStartTimestamp),
    afterContactWorkEndTimestamp: ms(agent?.AfterContactWorkEndTimestamp),
    afterContactWorkDuration: agent?.AfterContactWorkDuration,
  };
  const details: Fields[] = [{ eventType: 'INITIATED', ...begin }];
  if (queue?.EnqueueTimestamp) details.push({ eventType: 'QUEUED', ...begin, ...queueInfo });
  if (agent?.ConnectedToAgentTimestamp)
    details.push({ eventType: 'CONNECTED_TO_AGENT', ...begin, ...queueInfo, agentInfo });
  if (record.DisconnectTimestamp) {
    const taken = agent?.ConnectedToAgentTimestamp;
    details.push({
      eventType: 'DISCONNECTED',
      ...begin,
      ...queueInfo,
      ...ended,
      ...(taken ? { agentInfo } : {}),
    });
    details.push({
      eventType: 'COMPLETED',
      ...begin,
      ...queueInfo,
      ...ended,
      ...(taken ? { agentInfo: after } : {}),
    });
  }
  return details.map(bridged);
}

/** As EventBridge sends it. */
export function bridged(detail: Fields): Fields {
  return {
    version: '0',
    id: 'e0000000-0000-4000-8000-000000000000',
    'detail-type': 'Amazon Connect Contact Event',
    source: 'aws.connect',
    account: '111122223333',
    time: '2026-03-10T09:00:00Z',
    region: 'eu-central-1',
    resources: [instanceArn],
    detail,
  };
}

/** With names that begin with capitals, as some of the guide's samples have them. */
export function capitals(of: unknown): unknown {
  if (typeof of !== 'object' || of === null) return of;
  return Object.fromEntries(
    Object.entries(of).map(([name, value]) => [name[0]!.toUpperCase() + name.slice(1), capitals(value)]),
  );
}
