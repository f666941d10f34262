import type { z } from 'zod';
import type { Fault } from '../../lib/errors.ts';
import { noOwnStates, type OwnStates } from '../agent-states.ts';
import type { CustomerIds } from '../customers.ts';
import { isObject, jsonOf } from '../json.ts';
import type { ReaderOptions, Reading, SourceReader } from '../source.ts';
import { agentStateEvent } from './agent/events.ts';
import { agentEvent } from './agent/record.ts';
import { contactEvents } from './contact/events.ts';
import { contactRecord } from './contact/record.ts';

/** Legs that are no contact with a customer: a supervisor who listens, an outsider whom an agent called in. */
const NOT_CUSTOMERS = new Map([
  ['MONITOR', 'monitoring'],
  ['EXTERNAL_OUTBOUND', 'third_party'],
]);

/** Reads contact records and agent events; both may come on one stream. */
export function createReader({ customers, states = noOwnStates }: ReaderOptions): SourceReader {
  return {
    read(record) {
      const json = jsonOf(record.text);
      if (!isObject(json)) return faults('', 'is no JSON object');
      if ('ContactId' in json) return readContact(json, customers);
      if ('EventType' in json && 'AgentARN' in json) return readAgentEvent(json, states);
      return faults('', 'is neither a contact record nor an agent event');
    },
  };
}

function readContact(json: object, customers: CustomerIds): Reading {
  const { data, error } = contactRecord.safeParse(json);
  if (data === undefined) return { faults: faultsOf(error) };
  const ignored = NOT_CUSTOMERS.get(data.InitiationMethod ?? '');
  if (ignored !== undefined) return { ignored };
  const events = contactEvents(data, customers);
  return events === null
    ? faults('InitiationTimestamp', 'is missing, and there is no other time')
    : { events };
}

function readAgentEvent(json: object, states: OwnStates): Reading {
  const { data, error } = agentEvent.safeParse(json);
  if (data === undefined) return { faults: faultsOf(error) };
  const event = agentStateEvent(data, states);
  if (event === null) return faults('EventTimestamp', 'is missing, or nothing says whose event it is');
  return typeof event === 'string' ? { ignored: event } : { events: [event] };
}

function faults(path: string, message: string): Reading {
  return { faults: [{ path, message }] };
}

/** Paths and kinds of fault. Zod's own messages of unknown keys or values would repeat what is written there. */
function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.map(({ path, code }) => ({
    path: path.join('.'),
    message: code === 'invalid_type' ? 'is of another type than documented' : 'is not as documented',
  }));
}
