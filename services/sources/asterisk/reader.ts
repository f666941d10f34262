import type { OutgoingEvent } from '../../domain/events/event.ts';
import type { Fault } from '../../lib/errors.ts';
import { noOwnStates } from '../agent-states.ts';
import type { RawRecord, ReaderOptions, Reading, SourceReader } from '../source.ts';
import { type Agents, createAgents } from './agents.ts';
import { type Calls, createCalls } from './calls.ts';
import { isNamed, type Line, readLine } from './line.ts';
import { noteQueue } from './queue-names.ts';
import { type AsteriskState, toMemory, toState } from './state.ts';

export interface AsteriskOptions extends ReaderOptions {
  /** What `state()` gave after the last line that was read: reading goes on with the line after it. */
  state?: unknown;
}

export interface AsteriskReader extends SourceReader {
  /** All that is known, as JSON, in bounded size. */
  state(): AsteriskState;
}

const MINUTE_MS = 60_000;

type Names = readonly ('callid' | 'queue' | 'agent')[];
type Act = (line: Line, calls: Calls, agents: Agents) => void;
interface Meaning {
  /** Fields without which the line says nothing. */
  needs: Names;
  /** What it is counted as where no event follows from it. */
  word: string;
  act: Act;
}

const says = (needs: Names, word: string, act: Act): Meaning => ({ needs, word, act });
const CALL: Names = ['callid', 'queue'];
const TALK: Names = ['callid', 'queue', 'agent'];
const MEMBER: Names = ['queue', 'agent'];
const AGENT: Names = ['agent'];

const complete = says(TALK, 'nothing_new', (line, calls) => calls.completed(line));
const transfer = says(TALK, 'nothing_new', (line, calls) => calls.transferred(line));
const leave = says(CALL, 'nothing_new', (line, calls) => calls.left(line));
const ring = says(AGENT, 'ringing', (line, calls, agents) => {
  calls.seen(line);
  agents.rung(line.agent, line.queue);
});
const add = says(MEMBER, 'nothing_new', ({ agent, queue, data, at }, _, agents) =>
  agents.added(agent, queue, data[0] === 'PAUSED', at),
);
const logIn = says(AGENT, 'nothing_new', ({ agent, at }, _, agents) => agents.loggedIn(agent, at));
const logOff = says(AGENT, 'nothing_new', ({ agent, at }, _, agents) => agents.loggedOff(agent, at));
const pause = (isPaused: boolean) =>
  says(AGENT, 'nothing_new', ({ agent, queue, data, at }, _, agents) =>
    agents.paused(agent, queue, isPaused, data[0] ?? '', at),
  );
const nothing = (word: string) => says([], word, () => {});

/** What each event means. What is not here is nobody's event that we know. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ['ENTERQUEUE', says(CALL, 'nothing_new', (line, calls) => calls.entered(line))],
  ['CONNECT', says(TALK, 'nothing_new', (line, calls) => calls.connected(line))],
  ['COMPLETEAGENT', complete],
  ['COMPLETECALLER', complete],
  ['BLINDTRANSFER', transfer],
  ['ATTENDEDTRANSFER', transfer],
  ['TRANSFER', transfer],
  ['ABANDON', says(CALL, 'nothing_new', (line, calls) => calls.abandoned(line))],
  ['EXITEMPTY', leave],
  ['EXITWITHKEY', leave],
  ['EXITWITHTIMEOUT', leave],
  ['WITHDRAW', leave],
  ['SYSCOMPAT', leave],
  ['RINGNOANSWER', ring],
  ['RINGCANCELED', ring],
  // The agent hung up while the announcement was read to them; the caller goes on waiting.
  ['AGENTDUMP', ring],
  ['ADDMEMBER', add],
  ['ADDMEMBER2', add],
  [
    'REMOVEMEMBER',
    says(MEMBER, 'nothing_new', ({ agent, queue, at }, _, agents) => agents.removed(agent, queue, at)),
  ],
  ['AGENTLOGIN', logIn],
  ['AGENTCALLBACKLOGIN', logIn],
  ['AGENTLOGOFF', logOff],
  ['AGENTCALLBACKLOGOFF', logOff],
  ['PAUSE', pause(true)],
  ['PAUSEALL', pause(true)],
  ['UNPAUSE', pause(false)],
  ['UNPAUSEALL', pause(false)],
  [
    'PAUSEREASON',
    says(AGENT, 'nothing_new', ({ agent, data, at }, _, agents) => agents.reasoned(agent, data[0] ?? '', at)),
  ],
  ['CALLOUTBOUND', says(CALL, 'nothing_new', (line, calls) => calls.dialled(line))],
  ['CALLERONHOLD', says(TALK, 'nothing_new', (line, calls) => calls.parked(line, true))],
  ['CALLEROFFHOLD', says(TALK, 'nothing_new', (line, calls) => calls.parked(line, false))],
  ['OUTCALL', nothing('outgoing_call')],
  ['QUEUESTART', nothing('start')],
  ['CONFIGRELOAD', nothing('settings')],
  ['PENALTY', nothing('settings')],
  ['RINGINUSE', nothing('settings')],
  ['DID', nothing('note')],
  ['INFO', nothing('note')],
  ['CALLSTATUS', nothing('note')],
  // Wazo's dial plan, of callers who were never let in.
  ['FULL', nothing('not_queued')],
  ['CLOSED', nothing('not_queued')],
  ['JOINEMPTY', nothing('not_queued')],
  ['DIVERT_CA_RATIO', nothing('not_queued')],
  ['DIVERT_HOLDTIME', nothing('not_queued')],
  // Wazo again: it follows EXITEMPTY, which has said it; and after-call work of which no line tells the end.
  ['LEAVEEMPTY', nothing('note')],
  ['WRAPUPSTART', nothing('note')],
]);

/**
 * Reads queue_log line by line, in the order of the file: what a line means for a call or an agent depends on those
 * before it. The same lines give the same events with the same ids, by file, by table or live.
 *
 * @throws {z.ZodError} where `state` is not what `state()` gave
 */
export function createReader({
  customers,
  states = noOwnStates,
  zone = 'UTC',
  state,
}: AsteriskOptions): AsteriskReader {
  const memory = toMemory(state);
  const out: OutgoingEvent[] = [];
  const agents = createAgents(memory, out, states);
  const calls = createCalls(memory, agents, customers, out);

  function pass(at: number): void {
    memory.before = memory.clock;
    memory.clock = at;
    // A line whose time alone is wrong must not end the day: what is silent is silent by two lines.
    const now = Math.min(memory.before, at);
    if (now - memory.sweptAt < MINUTE_MS) return;
    memory.sweptAt = now;
    calls.sweep(now);
    agents.sweep(now);
  }

  return {
    read({ text }: RawRecord): Reading {
      const line = readLine(text, zone);
      if ('faults' in line) return line;
      const meaning = MEANINGS.get(line.event);
      if (meaning === undefined) return { faults: [{ path: 'event', message: 'is not known' }] };
      const faults = missing(line, meaning.needs);
      if (faults.length > 0) return { faults };
      pass(line.at);
      noteQueue(memory, line.queue);
      if (line.event === 'QUEUESTART') {
        const lastSign = Math.min(memory.before, line.at);
        calls.begunAnew(line, lastSign);
        agents.begunAnew(lastSign);
      }
      meaning.act(line, calls, agents);
      const events = out.splice(0);
      return events.length > 0 ? { events } : { ignored: meaning.word };
    },
    state: () => toState(memory),
  };
}

function missing(line: Line, needs: Names): Fault[] {
  const values = { callid: line.callId, queue: line.queue, agent: line.agent };
  return needs
    .filter((name) => !isNamed(values[name]))
    .map((path) => ({ path, message: 'names nothing, and the event is about one' }));
}
