import { eventFaults } from '../domain/events/rules.ts';
import type { RawRecord, Reading, SourceReader } from './source.ts';

/**
 * What a record comes to, and nothing that cannot be stored: events that break a rule of ours are faults of the record,
 * and so is whatever a reader throws, as a record that nobody foresaw must not stand in the way of the others.
 */
export function readRecord(reader: SourceReader, record: RawRecord): Reading {
  let reading: Reading;
  try {
    reading = reader.read(record);
  } catch {
    // The message may quote the record.
    return { faults: [{ path: '', message: 'the reader of these records failed: please report it' }] };
  }
  if (!('events' in reading)) return reading;
  const faults = reading.events.flatMap(eventFaults);
  return faults.length === 0 ? reading : { faults };
}
