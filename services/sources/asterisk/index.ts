import type { Source } from '../source.ts';
import { type AsteriskOptions, type AsteriskReader, createReader } from './reader.ts';
import { redact } from './redact.ts';
import { createSplitter } from './splitter.ts';

export type { AsteriskOptions, AsteriskReader } from './reader.ts';
export type { AsteriskState } from './state.ts';

/** Asterisk's queue_log: its lines, and the tables that hold them. Its reader can be put down and taken up again. */
export const asterisk: Omit<Source, 'createReader'> & {
  createReader(options: AsteriskOptions): AsteriskReader;
} = {
  system: 'asterisk',
  createSplitter,
  createReader,
  redact,
};
