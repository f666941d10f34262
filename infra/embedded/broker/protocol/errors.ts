/** The error codes of the Kafka protocol that this broker gives. */
export const errorCodes = {
  unknownServerError: -1,
  none: 0,
  offsetOutOfRange: 1,
  corruptMessage: 2,
  unknownTopicOrPartition: 3,
  messageTooLarge: 10,
  offsetMetadataTooLarge: 12,
  invalidTopic: 17,
  invalidRequiredAcks: 21,
  illegalGeneration: 22,
  inconsistentGroupProtocol: 23,
  invalidGroupId: 24,
  unknownMemberId: 25,
  invalidSessionTimeout: 26,
  rebalanceInProgress: 27,
  unsupportedVersion: 35,
  topicAlreadyExists: 36,
  invalidPartitions: 37,
  invalidReplicationFactor: 38,
  invalidReplicaAssignment: 39,
  invalidConfig: 40,
  invalidRequest: 42,
  unsupportedForMessageFormat: 43,
  outOfOrderSequenceNumber: 45,
  invalidProducerEpoch: 47,
  /** For whoever wants transactions, which there are none of: the refusal that every client takes as final. */
  transactionalIdAuthorizationFailed: 53,
  kafkaStorageError: 56,
  unsupportedCompressionType: 76,
  memberIdRequired: 79,
  groupMaxSizeReached: 81,
  invalidRecord: 87,
} as const;

export type ErrorCode = (typeof errorCodes)[keyof typeof errorCodes];

/** A refusal that has a code in the protocol: it becomes an answer, the connection stays open. */
export class ProtocolError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'ProtocolError';
    this.code = code;
  }
}

/** Bytes that are no request: there is nothing to answer, so the connection is closed, as Kafka does. */
export class MalformedRequest extends Error {
  readonly code = 'MALFORMED_REQUEST';

  constructor(message: string) {
    super(message);
    this.name = 'MalformedRequest';
  }
}
