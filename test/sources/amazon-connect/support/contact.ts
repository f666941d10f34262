/** Contact records as Amazon Connect writes them, made up: every field that the administrator guide lists, most of them null. */

const ACCOUNT = '111122223333';
const INSTANCE = `arn:aws:connect:eu-central-1:${ACCOUNT}:instance/0a1b2c3d-1111-4222-8333-444455556666`;

/** Seconds of the day, as Connect writes times in contact records: whole seconds, no fraction. */
export function stamp(dayMs: number, second: number): string {
  return `${new Date(dayMs + second * 1_000).toISOString().slice(0, 19)}Z`;
}

export const agentArn = (name: string) => `${INSTANCE}/agent/${idFor(`agent ${name}`)}`;
export const queueArn = (name: string) => `${INSTANCE}/queue/${idFor(`queue ${name}`)}`;
export const agentQueueArn = (name: string) => `${INSTANCE}/queue/agent/${idFor(`agent ${name}`)}`;
export const instanceArn = INSTANCE;

/** An id that is always the same for the same words. */
export function idFor(words: string): string {
  let hash = 2_166_136_261;
  for (const char of words) hash = Math.imul(hash ^ char.charCodeAt(0), 16_777_619) >>> 0;
  const hex = hash.toString(16).padStart(8, '0');
  return `${hex}-${hex.slice(0, 4)}-4${hex.slice(4, 7)}-b${hex.slice(1, 4)}-${hex}${hex.slice(0, 4)}`;
}

export type Fields = Record<string, unknown>;

/** A contact record with everything null that is not given. */
export function contactRecord(fields: Fields): Fields {
  return {
    AWSAccountId: ACCOUNT,
    AWSContactTraceRecordFormatVersion: '2017-03-10',
    Agent: null,
    AgentConnectionAttempts: 0,
    AnsweringMachineDetectionStatus: null,
    Attributes: { note: 'a {brace} in "quotes" and a backslash \\', name: 'Erika Mustermann' },
    Campaign: { CampaignId: null },
    Channel: 'VOICE',
    ConnectedToSystemTimestamp: null,
    ContactDetails: {},
    ContactId: null,
    ContactLens: null,
    CustomerEndpoint: { Address: '+4930123456', Type: 'TELEPHONE_NUMBER' },
    CustomerId: null,
    CustomerVoiceActivity: null,
    DisconnectReason: null,
    DisconnectTimestamp: null,
    InitialContactId: null,
    InitiationMethod: 'INBOUND',
    InitiationTimestamp: null,
    InstanceARN: INSTANCE,
    LastUpdateTimestamp: null,
    MediaStreams: [{ Type: 'AUDIO' }],
    NextContactId: null,
    PreviousContactId: null,
    QualityMetrics: null,
    Queue: null,
    Recording: null,
    Recordings: null,
    References: [],
    RelatedContactId: null,
    ScheduledTimestamp: null,
    SegmentAttributes: { 'connect:Subtype': { ValueString: 'connect:Telephony' } },
    SystemEndpoint: { Address: '+4930999999', Type: 'TELEPHONE_NUMBER' },
    Tags: { 'aws:connect:instanceId': '0a1b2c3d-1111-4222-8333-444455556666' },
    TransferCompletedTimestamp: null,
    TransferredToEndpoint: null,
    VoiceIdResult: null,
    ...fields,
  };
}

/** The `Agent` of a record. */
export function agentPart(name: string, fields: Fields): Fields {
  return {
    ARN: agentArn(name),
    AfterContactWorkDuration: 0,
    AfterContactWorkEndTimestamp: null,
    AfterContactWorkStartTimestamp: null,
    AgentInteractionDuration: 0,
    ConnectedToAgentTimestamp: null,
    CustomerHoldDuration: 0,
    HierarchyGroups: null,
    LongestHoldDuration: 0,
    NumberOfHolds: 0,
    RoutingProfile: { ARN: `${INSTANCE}/routing-profile/${idFor('profile')}`, Name: 'Basic Routing Profile' },
    StateTransitions: null,
    Username: name,
    ...fields,
  };
}

/** The `Queue` of a record. */
export function queuePart(name: string | null, fields: Fields): Fields {
  return {
    ARN: queueArn(name ?? ''),
    DequeueTimestamp: null,
    Duration: 0,
    EnqueueTimestamp: null,
    Name: name,
    ...fields,
  };
}
