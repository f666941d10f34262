import type { OutgoingEvent } from '../domain/events/event.ts';
import { keyOf } from '../domain/events/event.ts';
import type { Fault } from '../lib/errors.ts';
import type { KeyedValue } from '../lib/kafka/producer.ts';
import { type PeopleHash, withHashedPeople } from '../privacy/people.ts';
import { noOwnStates, type OwnStates } from '../sources/agent-states.ts';
import type { CustomerIds } from '../sources/customers.ts';
import { deadLetterOf } from '../sources/dead-letter.ts';
import { readRecord } from '../sources/read-record.ts';
import type { RawRecord } from '../sources/source.ts';
import type { ResumableReader, ResumableSource } from './resumable.ts';

/** What lines come to. */
export interface Read {
  /** For Kafka: the events in order, then a dead letter for each record that was not understood. */
  values: KeyedValue[];
  events: number;
  /** Records by what they came to. */
  told: number;
  ignored: number;
  dead: number;
  /** Of some records that were not understood the first fault; it names no value. */
  faults: Fault[];
}

/** Records of which the log names the fault. */
const MAX_TOLD = 3;

/** Turns lines into what is put on Kafka, and keeps what has to be known of the lines before. */
export interface Reading {
  read(lines: Buffer, firstLine: number): Read;
  /** Bytes that were to be a line and have no end. */
  refuse(fragment: Buffer, line: number): Read;
  /** A copy of what the reader knows. */
  state(): unknown;
  /** Goes on with another file; with another state where one is given. */
  begin(state?: { state: unknown }): void;
}

export function createReading(
  source: ResumableSource,
  {
    customers,
    people,
    states = noOwnStates,
    now,
  }: {
    customers: CustomerIds;
    /** Not given: ids of people stay as the system has them. */
    people?: PeopleHash;
    states?: OwnStates;
    now: () => number;
  },
  state: unknown,
): Reading {
  let reader: ResumableReader = createReader(state);
  let splitter = source.createSplitter();
  /** Lines of the file that this splitter did not see. */
  let unseen: number | null = null;

  function createReader(known: unknown): ResumableReader {
    return source.createReader({ customers, states, ...(known === undefined ? {} : { state: known }) });
  }

  function letterOf(record: RawRecord, faults: readonly Fault[]): KeyedValue {
    return deadLetterOf(source, record, faults, { customers, now: now() });
  }

  return {
    read(lines, firstLine) {
      unseen ??= firstLine - 1;
      const values: KeyedValue[] = [];
      const letters: KeyedValue[] = [];
      const faults: Fault[] = [];
      let told = 0;
      let ignored = 0;
      for (const { line, text } of splitter.push(lines.toString())) {
        const record = { line: line + unseen, text };
        const reading = readRecord(reader, record);
        if ('events' in reading) {
          told++;
          for (const event of reading.events)
            values.push(messageOf(people === undefined ? event : withHashedPeople(event, people)));
        } else if ('ignored' in reading) ignored++;
        else {
          letters.push(letterOf(record, reading.faults));
          if (faults.length < MAX_TOLD) faults.push(...reading.faults.slice(0, 1));
        }
      }
      const events = values.length;
      values.push(...letters);
      return { values, events, told, ignored, dead: letters.length, faults };
    },
    refuse(fragment, line) {
      const fault = { path: '', message: 'the line has no end' };
      const letter = letterOf({ line, text: fragment.toString() }, [fault]);
      return { values: [letter], events: 0, told: 0, ignored: 0, dead: 1, faults: [fault] };
    },
    state: () => reader.state(),
    begin(other) {
      if (other !== undefined) reader = createReader(other.state);
      splitter = source.createSplitter();
      unseen = null;
    },
  };
}

function messageOf(event: OutgoingEvent): KeyedValue {
  return { topic: event.topic, key: keyOf(event), value: event.value };
}
