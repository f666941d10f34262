import type { Source } from '../source.ts';
import { createReader } from './reader.ts';
import { redact } from './redact.ts';
import { createSplitter } from './splitter.ts';

/** Genesys Cloud: conversation detail records, users' details, and the events of its Amazon EventBridge integration. */
export const genesys: Source = {
  system: 'genesys',
  createSplitter,
  createReader,
  redact: ({ text }) => redact(text),
};
