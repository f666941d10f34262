import type { OutgoingEvent } from '../domain/events/event.ts';
import type { Fault } from '../lib/errors.ts';
import type { OwnStates } from './agent-states.ts';
import type { CustomerIds } from './customers.ts';

/** The systems whose own records are understood. */
export const SYSTEMS = ['asterisk', 'amazon-connect', 'genesys', 'twilio'] as const;
export type System = (typeof SYSTEMS)[number];

/** A record as its system wrote it. */
export interface RawRecord {
  /** Where it begins in its file or request: a line from 1. */
  line: number;
  text: string;
}

/**
 * What a record comes to.
 * - `events`: at least one; `ignored`: understood, and nothing that counts; the word is of a short closed list;
 * - `faults`: not understood, everything that is wrong with it. Paths and rules, never values: it is logged.
 */
export type Reading = { events: OutgoingEvent[] } | { ignored: string } | { faults: Fault[] };

/** Cuts text into records, whatever pieces it comes in. */
export interface Splitter {
  push(text: string): RawRecord[];
  /** What is left at the end. */
  end(): RawRecord[];
}

export interface ReaderOptions {
  customers: CustomerIds;
  /** What the center itself calls its agents' states; not given: nothing. */
  states?: OwnStates;
  /** IANA zone of times without an offset, where the system writes such. */
  zone?: string;
}

/**
 * Turns records into events. The same record gives the same events with the same ids by live feed and by file; what a
 * system sends again, corrected or complete, carries `record` with a higher version. Nothing of a customer goes into an
 * event but the id that `customers` makes.
 */
export interface SourceReader {
  read(record: RawRecord): Reading;
}

/** What a system's folder offers. */
export interface Source {
  system: System;
  createSplitter(): Splitter;
  createReader(options: ReaderOptions): SourceReader;
  /** The record without anything personal, for the dead letter: what it was, and not whose. */
  redact(record: RawRecord): string;
}
