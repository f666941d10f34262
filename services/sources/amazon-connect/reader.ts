import type { z } from 'zod';
import type { Fault } from '../../lib/errors.ts';
import { noOwnStates, type OwnStates } from '../agent-states.ts';
import type { CustomerIds } from '../customers.ts';
import { isObject, jsonOf } from '../json.ts';
import type { ReaderOptions, Reading, SourceReader } from '../source.ts';
import { agentStateEvent } from './agent/events.ts';
import { agentEvent } from './agent/record.ts';
import { contactEvents } from './contact/events.ts';
import { contactNews, recordOfNews, versionOfNews } from './contact/news.ts';
import { contactRecord } from './contact/record.ts';
import { kindOf } from './kinds.ts';
import { createNames, type Names } from './names.ts';

/** Legs that are no contact with a customer: a supervisor who listens, an outsider whom an agent called in. */
const NOT_CUSTOMERS = new Map([
  ['MONITOR', 'monitoring'],
  ['EXTERNAL_OUTBOUND', 'third_party'],
]);

interface Reads {
  customers: CustomerIds;
  states: OwnStates;
  names: Names;
}

/** Reads contact records, agent events and contact events; all may come on one stream, in any order. */
export function createReader({ customers, states = noOwnStates }: ReaderOptions): SourceReader {
  const reads: Reads = { customers, states, names: createNames() };
  return {
    read(record) {
      const json = jsonOf(record.text);
      if (!isObject(json)) return faults('', 'is no JSON object');
      switch (kindOf(json)) {
        case 'contact_record':
          return readContact(json, reads);
        case 'agent_event':
          return readAgentEvent(json, reads);
        case 'contact_event':
          return readNews(isObject(json.detail) ? json.detail : json, reads);
        case 'other_event':
          return { ignored: 'other_event' };
        default:
          return faults('', 'is neither a contact record nor an agent event');
      }
    },
  };
}

function readContact(json: object, { customers, names }: Reads): Reading {
  const { data, error } = contactRecord.safeParse(json);
  if (data === undefined) return { faults: faultsOf(error) };
  names.noteContact(data);
  const ignored = NOT_CUSTOMERS.get(data.InitiationMethod ?? '');
  if (ignored !== undefined) return { ignored };
  const events = contactEvents(data, customers);
  return events === null
    ? faults('InitiationTimestamp', 'is missing, and there is no other time')
    : { events };
}

function readNews(json: object, { customers, names }: Reads): Reading {
  const { data, error } = contactNews.safeParse(json);
  if (data === undefined) return { faults: faultsOf(error) };
  const ignored = NOT_CUSTOMERS.get(data.initiationmethod ?? '');
  if (ignored !== undefined) return { ignored };
  const record = recordOfNews(data, names);
  const events = record && contactEvents(record, customers, versionOfNews(record));
  return events === null ? { ignored: 'no_beginning' } : { events };
}

function readAgentEvent(json: object, { states, names }: Reads): Reading {
  const { data, error } = agentEvent.safeParse(json);
  if (data === undefined) return { faults: faultsOf(error) };
  names.noteAgent(data.AgentARN, data.CurrentAgentSnapshot);
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
