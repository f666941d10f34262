/** Why a row was not imported; a closed list, so that a summary can count by it. */
export type RowFaultCode =
  | 'BAD_ENCODING'
  | 'BAD_QUOTING'
  | 'BAD_TIME'
  | 'BAD_VALUE'
  | 'COLUMN_COUNT'
  | 'MISSING_VALUE'
  | 'UNKNOWN_ACTIVITY';

/** What is wrong with one row. Thrown while a row is read, caught once, where the row is rejected. */
export class RowFault extends Error {
  override readonly name = 'RowFault';
  readonly code: RowFaultCode;

  constructor(code: RowFaultCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type ImportErrorCode =
  | 'MAPPING_UNREADABLE'
  | 'MAPPING_INVALID'
  | 'FILE_UNREADABLE'
  | 'FILE_ENCODING'
  | 'FILE_NOT_CSV'
  | 'FILE_CHANGED'
  | 'COLUMNS_MISSING'
  | 'TOO_SCATTERED'
  | 'REJECTS_UNWRITABLE'
  | 'RATE_INVALID'
  | 'SEND_FAILED';

/** Ends an import. `faults` has every fault found, ready to be printed a line each. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
  readonly code: ImportErrorCode;
  readonly faults: readonly string[];

  constructor(
    code: ImportErrorCode,
    message: string,
    details: { faults?: readonly string[]; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.code = code;
    this.faults = details.faults ?? [];
  }
}
