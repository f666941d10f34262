import type { OutgoingEvent } from '../../../../services/domain/events/event.ts';
import { createCustomerIds } from '../../../../services/sources/customers.ts';
import { readRecord } from '../../../../services/sources/read-record.ts';
import type { RawRecord, Reading } from '../../../../services/sources/source.ts';
import { twilio } from '../../../../services/sources/twilio/index.ts';
import { asForm, type Happened } from './records.ts';

export const customers = createCustomerIds('a secret of the center');

/** A reader that is asked one text after the other. */
export function reading(): (text: string) => Reading {
  const reader = twilio.createReader({ customers });
  return (text) => readRecord(reader, { line: 1, text });
}

/** What one callback comes to. */
export function read(happened: Happened): Reading {
  return reading()(asForm(happened));
}

export function eventsOf(happened: Happened): OutgoingEvent[] {
  const found = read(happened);
  if (!('events' in found)) throw new Error(`no events: ${JSON.stringify(found)}`);
  return found.events;
}

/** What happens in the contact, in short: who does what. */
export function told(happened: Happened): string[] {
  return eventsOf(happened).map(({ topic, value: { actor, event } }) => {
    if (topic === 'contact.agents' && event.type === 'state_changed') return `the agent is ${event.state}`;
    const isUnsolved = event.type === 'ended' && event.resolved === false;
    return `${actor.kind} ${event.type}${isUnsolved ? ' unsolved' : ''}`;
  });
}

/** The records of a file, given in pieces of some length. */
export function split(file: string, length = file.length): RawRecord[] {
  const splitter = twilio.createSplitter();
  const records: RawRecord[] = [];
  for (let at = 0; at < file.length; at += Math.max(1, length)) {
    records.push(...splitter.push(file.slice(at, at + Math.max(1, length))));
  }
  return [...records, ...splitter.end()];
}
