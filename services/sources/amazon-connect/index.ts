import type { Source } from '../source.ts';
import { createUnwrappingSplitter } from './error-bucket.ts';
import { createReader } from './reader.ts';
import { redact } from './redact.ts';

/** Amazon Connect: contact records (formerly contact trace records) and agent event streams. */
export const amazonConnect: Source = {
  system: 'amazon-connect',
  createSplitter: createUnwrappingSplitter,
  createReader,
  redact,
};
