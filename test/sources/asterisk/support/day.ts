/**
 * A day of a made-up call center as Asterisk would write it down, and what happened in truth. It has its own world and its
 * own arithmetic: nothing here knows how the lines are read. Times of the world are in milliseconds, the log keeps seconds.
 */
export interface Day {
  lines: string[];
  /** UTC ms of the first line's second, and a while after the last. */
  from: number;
  to: number;
  stays: Stay[];
  talks: Talk[];
  /** Agents' states, each from its second on. */
  states: Map<string, { at: number; state: string }[]>;
}

interface Stay {
  queue: string;
  begin: number;
  end: number;
  how: 'answered' | 'abandoned' | 'flowed out';
}
interface Talk {
  queue: string;
  agent: string;
  begin: number;
  end: number;
}

interface Agent {
  name: string;
  queues: string[];
  /** In queues.conf: no line ever adds or removes them. */
  isStatic: boolean;
  isIn: boolean;
  paused: Set<string>;
  pauseState: string;
  isRung: boolean;
  talk: Talk | null;
  freeAt: number;
}
interface Call {
  id: string;
  stay: Stay | null;
  /** Grows with everything that happens to it: what was planned before is void. */
  step: number;
  ringing: { agent: Agent; since: number } | null;
  enteredAt: number;
  number: string;
  tries: number;
}

const START = Date.UTC(2024, 2, 5, 8);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const QUEUES = ['sales', 'help', 'billing'];

export function makeDay(seed: number): Day {
  let random = seed >>> 0;
  const chance = () => {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0;
    return random / 4294967296;
  };
  const between = (low: number, high: number) => low + chance() * (high - low);
  const around = (mean: number) => -Math.log(1 - chance()) * mean;
  const oneOf = <T>(all: readonly T[]) => all[Math.floor(chance() * all.length)]!;

  let now = START;
  let life = 0;
  let isDown = false;
  let lastSign = 0;
  let channels = 100;
  const plans: { at: number; life: number; act: () => void }[] = [];
  const lines: string[] = [];
  const stays: Stay[] = [];
  const talks: Talk[] = [];
  const states: Day['states'] = new Map();
  const waiting: Call[] = [];
  const open = new Set<Call>();

  const second = () => Math.floor(now / SECOND);
  const write = (rest: string) => void lines.push(`${second()}|${rest}`);
  /** `always`: also when Asterisk has been restarted in between. */
  const plan = (ms: number, act: () => void, always = false) =>
    void plans.push({ at: now + ms, life: always ? -1 : life, act });
  const channel = () => `${second()}.${channels++}`;

  const agents: Agent[] = [
    ...['Anna Berg', 'Ben', 'Cem Öz', 'Dora', 'Eli'].map((name, i) => ({
      name,
      queues: [QUEUES[i % 3]!, 'help'],
    })),
    ...['PJSIP/301', 'PJSIP/302'].map((name) => ({ name, queues: ['sales'] })),
    ...['Local/401@from-queue/n', 'Local/402@from-queue/n'].map((name) => ({ name, queues: QUEUES })),
    ...['Static Sam', 'PJSIP/999'].map((name) => ({ name, queues: ['billing'], isStatic: true })),
  ].map((agent) => ({
    isStatic: false,
    ...agent,
    queues: [...new Set(agent.queues)],
    isIn: false,
    paused: new Set<string>(),
    pauseState: 'break',
    isRung: false,
    talk: null,
    freeAt: 0,
  }));

  function note(agent: Agent, at = second()): void {
    const isPaused = agent.queues.every((queue) => agent.paused.has(queue));
    const state = agent.talk ? 'busy' : !agent.isIn ? 'offline' : isPaused ? agent.pauseState : 'available';
    const known = states.get(agent.name) ?? [];
    if ((known.at(-1)?.state ?? 'offline') !== state) known.push({ at, state });
    states.set(agent.name, known);
  }

  function logIn(agent: Agent): void {
    agent.isIn = true;
    for (const queue of agent.queues) write(`MANAGER|${queue}|${agent.name}|ADDMEMBER|`);
    note(agent);
    planPause(agent);
  }
  function logOut(agent: Agent): void {
    if (!agent.isIn) return;
    agent.isIn = false;
    agent.paused.clear();
    for (const queue of agent.queues) write(`MANAGER|${queue}|${agent.name}|REMOVEMEMBER|`);
    note(agent);
  }
  function planPause(agent: Agent): void {
    plan(around(50 * MINUTE), () => {
      if (!agent.isIn) return;
      const [reason, state] = oneOf([
        ['Lunch', 'break'],
        ['', 'break'],
        ['Training', 'training'],
        ['Team meeting', 'meeting'],
      ]);
      const all = chance() < 0.7;
      const queues = all ? agent.queues : [oneOf(agent.queues)];
      if (all) write(`NONE|NONE|${agent.name}|PAUSEALL|${reason}`);
      for (const queue of queues) {
        write(`NONE|${queue}|${agent.name}|PAUSE|${reason}`);
        agent.paused.add(queue);
      }
      agent.pauseState = state!;
      note(agent);
      plan(between(2 * MINUTE, 20 * MINUTE), () => {
        if (!agent.isIn) return;
        if (all) write(`NONE|NONE|${agent.name}|UNPAUSEALL|`);
        for (const queue of all ? agent.queues : queues) {
          write(`NONE|${queue}|${agent.name}|UNPAUSE|`);
          agent.paused.delete(queue);
        }
        note(agent);
        dispatch();
        planPause(agent);
      });
    });
  }

  function enter(call: Call, queue: string): void {
    call.step++;
    call.enteredAt = now - between(0, 40);
    call.stay = { queue, begin: second(), end: 0, how: 'answered' };
    stays.push(call.stay);
    waiting.push(call);
    open.add(call);
    const name = chance() < 0.3 ? '|Weber, Jo' : '';
    write(`${call.id}|${queue}|NONE|ENTERQUEUE||${call.number}|${waiting.length}${name}`);
    const { step } = call;
    const whileWaiting = (ms: number, act: () => void) =>
      plan(ms, () => {
        if (call.step === step && call.stay !== null) act();
      });
    whileWaiting(around(180 * SECOND), () => {
      if (call.ringing)
        write(
          `${call.id}|${queue}|${call.ringing.agent.name}|RINGCANCELED|${Math.floor(now - call.ringing.since)}`,
        );
      write(`${call.id}|${queue}|NONE|ABANDON|1|1|${held(call)}`);
      leave(call, 'abandoned');
      open.delete(call);
    });
    const exit = chance();
    if (exit < 0.05)
      whileWaiting(between(3 * SECOND, 60 * SECOND), () => flow(call, `EXITWITHKEY|1|1|2|${held(call)}`));
    else if (exit < 0.06)
      whileWaiting(between(5 * SECOND, 30 * SECOND), () => flow(call, `WITHDRAW|1|1|${held(call)}|taken`));
    else if (exit < 0.08)
      whileWaiting(between(2 * SECOND, 20 * SECOND), () => flow(call, `EXITEMPTY|1|1|${held(call)}`));
    else whileWaiting(90 * SECOND, () => flow(call, `EXITWITHTIMEOUT|1|1|${held(call)}`));
    dispatch();
  }
  const held = (call: Call) => second() - Math.floor(call.enteredAt / SECOND);

  function leave(call: Call, how: Stay['how']): void {
    Object.assign(call.stay!, { end: second(), how });
    call.stay = null;
    call.step++;
    if (call.ringing) call.ringing.agent.isRung = false;
    call.ringing = null;
    waiting.splice(waiting.indexOf(call), 1);
  }
  /** Leaves the queue for the menu, for good or for another queue. */
  function flow(call: Call, rest: string): void {
    write(`${call.id}|${call.stay!.queue}|NONE|${rest}`);
    const from = call.stay!.queue;
    leave(call, 'flowed out');
    open.delete(call);
    if (chance() < 0.6)
      plan(chance() < 0.6 ? 30 : 4_000, () => enter(call, oneOf(QUEUES.filter((queue) => queue !== from))));
  }

  function dispatch(): void {
    for (const call of waiting) {
      if (call.ringing !== null) continue;
      const { queue } = call.stay!;
      const isFree = (agent: Agent) =>
        agent.isIn &&
        !agent.talk &&
        !agent.isRung &&
        agent.freeAt <= now &&
        agent.queues.includes(queue) &&
        !agent.paused.has(queue);
      const agent = agents.find(isFree);
      if (agent !== undefined) ring(call, agent);
    }
  }

  function ring(call: Call, agent: Agent): void {
    const { queue } = call.stay!;
    agent.isRung = true;
    call.ringing = { agent, since: now };
    const { step } = call;
    const fate = chance();
    plan(fate < 0.06 ? 15_000 : between(1_100, 9_000), () => {
      if (call.step !== step || call.ringing?.agent !== agent) return;
      const rung = Math.floor(now - call.ringing.since);
      const isThere = agent.isIn && !agent.paused.has(queue);
      if (fate < 0.06 || !isThere) {
        write(`${call.id}|${queue}|${agent.name}|RINGNOANSWER|${rung}`);
        dropRing(call, agent);
        if (fate < 0.02 && isThere && !agent.isStatic) autoPause(agent, queue);
      } else if (fate < 0.07) {
        write(`${call.id}|${queue}|${agent.name}|AGENTDUMP|`);
        dropRing(call, agent);
      } else if (fate < 0.08) {
        write(`${call.id}|${queue}|${agent.name}|ABANDON|1|1|${held(call)}`);
        leave(call, 'abandoned');
        open.delete(call);
      } else if (fate < 0.085) {
        write(`${call.id}|${queue}|${agent.name}|SYSCOMPAT|`);
        write(`${call.id}|${queue}|NONE|ABANDON|1|1|${held(call)}`);
        leave(call, 'flowed out');
        open.delete(call);
      } else connect(call, agent, rung);
      plan(5_000, dispatch);
    });
  }
  function dropRing(call: Call, agent: Agent): void {
    call.ringing = null;
    agent.isRung = false;
    agent.freeAt = now + 20_000;
    plan(20_001, dispatch);
  }
  function autoPause(agent: Agent, queue: string): void {
    write(`NONE|${queue}|${agent.name}|PAUSE|Auto-Pause`);
    agent.paused.add(queue);
    agent.pauseState = 'away';
    note(agent);
    plan(3 * MINUTE, () => {
      if (!agent.isIn || !agent.paused.has(queue)) return;
      write(`NONE|${queue}|${agent.name}|UNPAUSE|`);
      agent.paused.delete(queue);
      note(agent);
      dispatch();
    });
  }

  function connect(call: Call, agent: Agent, rung: number): void {
    const { queue } = call.stay!;
    const hold = held(call);
    write(`${call.id}|${queue}|${agent.name}|CONNECT|${hold}|${channel()}|${Math.floor(rung / SECOND)}`);
    leave(call, 'answered');
    const talk: Talk = { queue, agent: agent.name, begin: second(), end: 0 };
    talks.push(talk);
    agent.talk = talk;
    note(agent);
    const since = now + between(0, 20);
    const { step } = call;
    plan(2_500 + around(140 * SECOND), () => {
      if (call.step !== step) return;
      const spans = `${hold}|${Math.max(0, Math.floor(now / SECOND) - Math.floor(since / SECOND))}|1`;
      const end = (id: string, rest: string) => write(`${id}|${queue}|${agent.name}|${rest}`);
      let next: string | null = null;
      const how = chance();
      if (how < 0.5) end(chance() < 0.02 ? channel() : call.id, `COMPLETECALLER|${spans}`);
      else if (how < 0.82) {
        end(call.id, `COMPLETEAGENT|${spans}`);
        if (how < 0.55) next = oneOf(QUEUES);
      } else if (how < 0.87) end(call.id, `BLINDTRANSFER|+4930555${channels}|outbound|${spans}`);
      else if (how < 0.93) {
        next = oneOf(QUEUES);
        end(call.id, `BLINDTRANSFER|${next}|from-internal|${spans}`);
      } else {
        const kind = oneOf([
          'BRIDGE|f00d-cafe',
          'APP|VoiceMail',
          `LINK|Local/1@x-${channels};1|Local/1@x-${channels};2`,
        ]);
        end(call.id, `ATTENDEDTRANSFER|${kind}|${spans}`);
      }
      finish(call, agent, talk);
      if (next !== null) {
        const queueNext = next;
        plan(oneOf([20, 300, 1_500]), () => enter(call, queueNext));
      }
    });
  }
  function finish(call: Call, agent: Agent, talk: Talk): void {
    talk.end = second();
    agent.talk = null;
    agent.freeAt = now + 5_000;
    call.step++;
    open.delete(call);
    note(agent);
    plan(5_001, dispatch);
  }

  /** Asterisk dies; what it was doing ended at its last line, as far as anybody can say. */
  function die(): void {
    const last = Number(lines.at(-1)!.split('|')[0]);
    lastSign = last;
    isDown = true;
    life++;
    for (const stay of stays) if (stay.end === 0) Object.assign(stay, { end: last, how: 'flowed out' });
    for (const talk of talks) if (talk.end === 0) talk.end = last;
    waiting.length = 0;
    open.clear();
    for (const agent of agents) {
      Object.assign(agent, { isIn: agent.isStatic, isRung: false, talk: null, freeAt: 0 });
      agent.paused.clear();
      if (!agent.isStatic) note(agent, last);
    }
    plan(10 * MINUTE, () => {
      isDown = false;
      write('NONE|NONE|NONE|QUEUESTART|');
      for (const agent of agents) if (!agent.isStatic) plan(between(1, MINUTE), () => logIn(agent));
      for (const agent of agents)
        if (!agent.isStatic) plan(between(3.5 * HOUR, 4 * HOUR), () => logOut(agent));
    });
  }

  write('NONE|NONE|NONE|QUEUESTART|');
  for (const agent of agents) {
    if (agent.isStatic) agent.isIn = true;
    else plan(between(1, 10 * MINUTE), () => logIn(agent));
  }
  for (let at = 0; at < 9 * HOUR; at += around(36 * SECOND)) {
    plan(
      at,
      () => {
        if (isDown) return;
        const call: Call = {
          id: `${chance() < 0.5 ? '' : 'pbx-1-'}${Math.floor((now - between(0, 20_000)) / SECOND)}.${channels++}`,
          stay: null,
          step: 0,
          ringing: null,
          enteredAt: 0,
          number: chance() < 0.1 ? '' : `+4930555${Math.floor(chance() * 900)}`,
          tries: 0,
        };
        enter(call, oneOf(QUEUES));
      },
      true,
    );
  }
  for (const agent of agents.slice(0, 2)) {
    plan(2 * HOUR, () => logOut(agent));
    plan(2.5 * HOUR, () => logIn(agent));
  }
  plan(5 * HOUR + 12_345, die, true);
  plan(11 * HOUR, () => write('NONE|NONE|NONE|CONFIGRELOAD|'), true);
  plan(11 * HOUR + 2 * MINUTE, () => write('NONE|NONE|NONE|CONFIGRELOAD|'), true);

  while (plans.length > 0) {
    let first = 0;
    for (let i = 1; i < plans.length; i++) if (plans[i]!.at < plans[first]!.at) first = i;
    const [next] = plans.splice(first, 1);
    now = next!.at;
    if (next!.life === -1 || next!.life === life) next!.act();
  }

  const to = (second() + 1) * SECOND;
  for (const agent of agents)
    if (agent.isStatic) states.set(agent.name, provenStates(agent.name, talks, lastSign));
  return { lines, from: START, to, stays, talks, states };
}

/** Of a member whom no line announces: there from the first talk on, until an hour after one that none follows. */
function provenStates(
  name: string,
  talks: readonly Talk[],
  lastSign: number,
): { at: number; state: string }[] {
  const own = talks.filter(({ agent }) => agent === name).sort((a, b) => a.begin - b.begin);
  return own.flatMap(({ begin, end }, i) => {
    const next = own[i + 1]?.begin ?? Number.POSITIVE_INFINITY;
    const goneAt = end <= lastSign && next > lastSign ? Math.min(end + 3600, lastSign) : end + 3600;
    const after = next > goneAt ? [{ at: goneAt, state: 'offline' }] : [];
    return [{ at: begin, state: 'busy' }, { at: end, state: 'available' }, ...after];
  });
}
