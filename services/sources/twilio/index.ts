import type { Source } from '../source.ts';
import { createReader } from './reader.ts';
import { redact } from './redact.ts';
import { createSplitter } from './splitter.ts';

/** Twilio TaskRouter, and Flex, which stands on it. */
export const twilio: Source = { system: 'twilio', createSplitter, createReader, redact };
