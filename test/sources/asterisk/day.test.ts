import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutgoingEvent } from '../../../services/domain/events/event.ts';
import { contradictionsOf } from '../../../services/domain/measure/contradictions.ts';
import { findMetric } from '../../../services/metrics/catalogue/index.ts';
import { foldMetrics } from '../../../services/metrics/memory/fold-metrics.ts';
import { asterisk } from '../../../services/sources/asterisk/index.ts';
import { casesOf } from '../../support/in-full.ts';
import { factsOf, statesOf, timelinesOf } from '../support/stored.ts';
import { type Day, makeDay } from './support/day.ts';
import { eventsIn, eventsOf, readings } from './support/tell.ts';

const IDS = ['offered', 'answered', 'abandoned', 'flowed_out', 'short_abandons', 'service_level', 'asa'];
const OF_TALKS = ['handled', 'aht', 'talk_time', 'hold_time', 'wrap_time'];
const OF_AGENTS = ['occupancy', 'available_time', 'busy_time', 'break_time', 'away_time', 'logged_in_time'];

type Figures = Record<string, number | null>;

/** What the product says, by `dimension`. */
function told(
  events: readonly OutgoingEvent[],
  { from, to }: Day,
  dimension: 'queue' | 'agent',
): Record<string, Figures> {
  const ids = dimension === 'queue' ? [...IDS, ...OF_TALKS] : OF_AGENTS;
  const rows = foldMetrics(
    { facts: factsOf(events), states: statesOf(events), schedules: [] },
    {
      metrics: ids.map((id) => findMetric(id)!),
      from,
      to,
      now: to,
      starts: [from],
      groupBy: [dimension],
      filters: {},
    },
  );
  return Object.fromEntries(rows.map(({ group, values }) => [group[0]!, values]));
}

const mean = (seconds: readonly number[]) =>
  seconds.length === 0 ? null : (1000 * seconds.reduce((a, b) => a + b, 0)) / seconds.length;

/** What happened, by the arithmetic of the made-up world. */
function truth({ stays, talks, states, to }: Day): {
  queues: Record<string, Figures>;
  agents: Record<string, Figures>;
} {
  const queues = [...new Set(stays.map(({ queue }) => queue))].map((queue) => {
    const own = stays.filter((stay) => stay.queue === queue);
    const waits = (how: string) =>
      own.filter((stay) => stay.how === how).map(({ begin, end }) => end - begin);
    const answered = waits('answered');
    const abandoned = waits('abandoned');
    const short = abandoned.filter((wait) => wait < 5).length;
    const spans = talks.filter((talk) => talk.queue === queue).map(({ begin, end }) => end - begin);
    return [
      queue,
      {
        offered: own.length,
        answered: answered.length,
        abandoned: abandoned.length,
        flowed_out: waits('flowed out').length,
        short_abandons: short,
        service_level:
          answered.filter((wait) => wait <= 20).length / (answered.length + abandoned.length - short),
        asa: mean(answered),
        handled: spans.length,
        aht: mean(spans),
        talk_time: mean(spans),
        hold_time: 0,
        wrap_time: 0,
      },
    ];
  });
  const agents = [...states].map(([name, changes]) => {
    const time: Record<string, number> = {};
    changes.forEach(({ at, state }, i) => {
      time[state] = (time[state] ?? 0) + (changes[i + 1]?.at ?? to / 1000) - at;
    });
    const ms = (state: string) => (time[state] ?? 0) * 1000;
    const { offline: _, ...loggedIn } = time;
    return [
      name,
      {
        occupancy: ms('busy') / (ms('busy') + ms('available')),
        available_time: ms('available'),
        busy_time: ms('busy'),
        break_time: ms('break'),
        away_time: ms('away'),
        logged_in_time: Object.values(loggedIn).reduce((a, b) => a + b, 0) * 1000,
      },
    ];
  });
  return { queues: Object.fromEntries(queues), agents: Object.fromEntries(agents) };
}

function expectTruth(events: readonly OutgoingEvent[], day: Day): void {
  const { queues, agents } = truth(day);
  expect(told(events, day, 'queue')).toEqual(queues);
  expect(told(events, day, 'agent')).toEqual(agents);
}

/** What comes of lines that are read in pieces, each by a reader that takes up where the one before was put down. */
function readInPieces(lines: readonly string[], borders: readonly number[]): OutgoingEvent[] {
  let state: unknown;
  return [...borders, lines.length].flatMap((end, i, all) => {
    const piece = readings(lines.slice(all[i - 1] ?? 0, end), { state });
    state = JSON.parse(JSON.stringify(piece.state));
    return eventsIn(piece.all);
  });
}

describe('a faithful day', () => {
  const day = makeDay(20260805);
  const events = eventsOf(day.lines);

  it('has what days have', () => {
    expect(day.lines.length).toBeGreaterThan(3_000);
    for (const event of [
      ...[
        'ENTERQUEUE',
        'CONNECT',
        'COMPLETECALLER',
        'COMPLETEAGENT',
        'ABANDON',
        'EXITWITHTIMEOUT',
        'EXITEMPTY',
      ],
      ...[
        'EXITWITHKEY',
        'WITHDRAW',
        'SYSCOMPAT',
        'AGENTDUMP',
        'RINGNOANSWER',
        'RINGCANCELED',
        'BLINDTRANSFER',
      ],
      ...[
        'ATTENDEDTRANSFER|LINK',
        'ATTENDEDTRANSFER|APP',
        'ATTENDEDTRANSFER|BRIDGE',
        'ADDMEMBER',
        'REMOVEMEMBER',
      ],
      ...['PAUSEALL', 'PAUSE|Auto-Pause', 'UNPAUSE', 'QUEUESTART'],
    ])
      expect(
        day.lines.filter((line) => line.includes(`|${event}|`) || line.endsWith(`|${event}`)),
        event,
      ).not.toEqual([]);
  });

  it('every line is understood', () => {
    expect(readings(day.lines).all.filter((reading) => 'faults' in reading)).toEqual([]);
  });

  it('nothing in the events contradicts itself', () => {
    for (const timeline of timelinesOf(events))
      expect([...contradictionsOf(timeline)], timeline.conversationId).toEqual([]);
  });

  it('gives the figures of the truth to the last digit', () => {
    expectTruth(events, day);
  });

  it.each([2, 5, 6, 7])('so does another (%i)', (seed) => {
    const other = makeDay(seed);
    expectTruth(eventsOf(other.lines), other);
  });

  it('the same when its events arrive in any order, some of them twice', () => {
    const shuffled = fc.sample(
      fc.shuffledSubarray([...events, ...events.slice(500, 900)], { minLength: events.length + 400 }),
      2,
    );
    for (const any of shuffled) expectTruth(any, day);
  });

  it('the same when every line stands twice', () => {
    expectTruth(eventsOf(day.lines.flatMap((line) => [line, line])), day);
  });

  it('the same events when reading is put down anywhere and taken up again', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(day.lines.length), { maxLength: 12 }), (borders) => {
        expect(
          readInPieces(
            day.lines,
            borders.sort((a, b) => a - b),
          ),
        ).toEqual(events);
      }),
      { numRuns: casesOf(20) },
    );
    expect(
      readInPieces(
        day.lines.slice(0, 400),
        Array.from({ length: 399 }, (_, i) => i + 1),
      ),
    ).toEqual(eventsOf(day.lines.slice(0, 400)));
  });

  it('the same events by file and by table', () => {
    const splitter = asterisk.createSplitter();
    const rows = day.lines.map((line, i) => {
      const [time, callId, queue, agent, event, ...data] = line.split('|');
      const clock = new Date(Number(time) * 1000).toISOString().replace('T', ' ').replace('Z', '');
      const cells = [...data.slice(0, 4), data.slice(4).join('|')];
      return [i, clock, callId, queue, '', agent, event, ...cells].map((cell) => `"${cell ?? ''}"`).join(',');
    });
    const header = 'id,time,callid,queuename,serverid,agent,event,data1,data2,data3,data4,data5';
    const records = [...splitter.push([header, ...rows, ''].join('\n')), ...splitter.end()];
    expect(eventsOf(records.map(({ text }) => text))).toEqual(events);
  });

  it('keeps of the day what is open and what has just ended, and no more', () => {
    const { state } = readings(day.lines) as { state: { calls: unknown[]; agents: unknown[] } };
    expect(state.calls.length).toBeLessThan(20);
    expect(state.agents).toHaveLength(11);
  });

  it('tells nothing personal', () => {
    expect(JSON.stringify(events)).not.toMatch(/4930555|Weber/);
    expect(JSON.stringify(readings(day.lines.slice(0, 1_000)).state)).not.toMatch(/4930555|Weber/);
  });

  it('where members are added by interface and work by name, as FreePBX has it: the same calls, and nobody twice', () => {
    const names = [...day.states.keys()];
    const interfaceOf = (name: string) => `Local/${700 + names.indexOf(name)}@from-queue/n`;
    const nameOf = (agent: string) => (agent.includes('/') ? `Agent ${names.indexOf(agent)}` : agent);
    const lines = day.lines.map((line) => {
      const [time, callId, queue, agent, event, ...data] = line.split('|');
      if (!names.includes(agent!)) return line;
      const who = /^(ADD|REMOVE)MEMBER$/.test(event!) ? interfaceOf(agent!) : nameOf(agent!);
      return [time, callId, queue, who, event, ...data].join('|');
    });
    const split = eventsOf(lines);
    expect(told(split, day, 'queue')).toEqual(truth(day).queues);
    const agents = told(split, day, 'agent');
    for (const name of names) {
      expect(agents[interfaceOf(name)]?.logged_in_time ?? 0, interfaceOf(name)).toBe(0);
      expect(agents[nameOf(name)]!.busy_time, name).toBe(truth(day).agents[name]!.busy_time);
    }
  });
});
