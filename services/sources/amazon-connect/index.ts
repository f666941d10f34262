import type { Source } from '../source.ts';
import { createReader } from './reader.ts';
import { redact } from './redact.ts';
import { createSplitter } from './splitter.ts';

/** Amazon Connect: contact records (formerly contact trace records) and agent event streams. */
export const amazonConnect: Source = { system: 'amazon-connect', createSplitter, createReader, redact };
