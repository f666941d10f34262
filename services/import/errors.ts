/** Why a row was not imported; a closed list, so that a summary can count by it. */
export type RowFaultCode =
  | 'BAD_ENCODING'
  | 'BAD_QUOTING'
  | 'BAD_TIME'
  | 'BAD_VALUE'
  | 'COLUMN_COUNT'
  | 'MISSING_VALUE'
  | 'OVERLAP'
  | 'UNKNOWN_ACTIVITY'
  | 'UNKNOWN_RECORD';

/** What is wrong with one row. Thrown while a row is read, caught once, where the row is rejected. */
export class RowFault extends Error {
  override readonly name = 'RowFault';
  readonly code: RowFaultCode;

  constructor(code: RowFaultCode, message: string) {
    super(message);
    this.code = code;
  }
}
