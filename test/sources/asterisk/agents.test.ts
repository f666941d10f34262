import { describe, expect, it } from 'vitest';
import { at, eventsOf, states, T0 } from './support/tell.ts';

const member = (seconds: number, event: string, queue: string, { agent = 'Anna', by = 'MANAGER' } = {}) =>
  at(seconds, `${by}|${queue}|${agent}|${event}`);
const call = (seconds: number, rest: string) => at(seconds, `${T0}.7|${rest}`);

describe('an agent', () => {
  it.each(['MANAGER', 'CLI', 'REALTIME', `${T0}.12`])(
    'is available when added to a queue by %s, and offline when removed from the last',
    (by) => {
      const lines = [
        member(0, 'ADDMEMBER|', 'sales', { by }),
        member(10, 'ADDMEMBER|', 'help', { by }),
        member(60, 'REMOVEMEMBER|', 'sales', { by }),
        member(90, 'REMOVEMEMBER|', 'help', { by }),
      ];
      expect(states(lines, 'Anna')).toEqual(['0 available', '90 offline']);
    },
  );

  it('is named as the line names the member: by name or by interface', () => {
    for (const agent of ['Anna', 'PJSIP/201', 'Local/201@from-queue/n', 'Agent/1001'])
      expect(states([member(0, 'ADDMEMBER|', 'sales', { agent })], agent)).toEqual(['0 available']);
  });

  it('may be added while paused', () => {
    const lines = [member(0, 'ADDMEMBER|PAUSED', 'sales'), member(60, 'UNPAUSE|', 'sales', { by: 'NONE' })];
    expect(states(lines, 'Anna')).toEqual(['0 break', '60 available']);
  });

  it('paused in some queues is available for the others', () => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales'),
      member(0, 'ADDMEMBER|', 'help'),
      member(30, 'PAUSE|Lunch', 'sales', { by: 'NONE' }),
      member(60, 'PAUSE|Lunch', 'help', { by: 'NONE' }),
      member(90, 'UNPAUSE|', 'sales', { by: 'NONE' }),
    ];
    expect(states(lines, 'Anna')).toEqual(['0 available', '60 break', '90 available']);
    const queues = eventsOf(lines.slice(0, 3)).map(
      ({ value }) => 'queues' in value.event && value.event.queues,
    );
    expect(queues).toEqual([['sales'], ['help', 'sales'], ['help']]);
  });

  it('of whom the middle of a log shows less is not told under the ids of what the whole log shows, and before it', () => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales'),
      member(0, 'ADDMEMBER|', 'help'),
      call(60, 'sales|NONE|ENTERQUEUE||030|1'),
      call(70, 'sales|Anna|CONNECT|10|x|3'),
      call(90, 'sales|Anna|COMPLETECALLER|10|20|1'),
    ];
    const told = (read: readonly string[]) =>
      eventsOf(read).filter(
        ({ topic, value }) => topic === 'contact.agents' && value.occurred_at >= (T0 + 70) * 1000,
      );
    const [whole, middle] = [told(lines), told(lines.slice(2))];
    expect(whole.map(({ value }) => value.event)).toMatchObject([
      { state: 'busy', queues: ['help', 'sales'] },
      { state: 'available', queues: ['help', 'sales'] },
    ]);
    expect(middle.map(({ value }) => value.event)).toMatchObject([
      { state: 'busy', queues: ['sales'] },
      { state: 'available', queues: ['sales'] },
    ]);
    whole.forEach(({ value }, i) => {
      expect(middle[i]!.value.occurred_at).toBe(value.occurred_at);
      expect(middle[i]!.value.event_id < value.event_id).toBe(true);
    });
  });

  it('PAUSEALL comes with queue NONE, and then once more as PAUSE of each queue: one break', () => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales'),
      member(0, 'ADDMEMBER|', 'help'),
      at(30, 'NONE|NONE|Anna|PAUSEALL|Lunch'),
      at(30, 'NONE|help|Anna|PAUSE|Lunch'),
      at(30, 'NONE|sales|Anna|PAUSE|Lunch'),
      at(90, 'NONE|NONE|Anna|UNPAUSEALL|'),
      at(90, 'NONE|help|Anna|UNPAUSE|'),
      at(90, 'NONE|sales|Anna|UNPAUSE|'),
    ];
    expect(states(lines, 'Anna')).toEqual(['0 available', '30 break', '90 available']);
    expect(eventsOf(lines)).toHaveLength(4);
  });

  it('PAUSEALL of a member whom no line has added: paused from the PAUSE of its queues on', () => {
    const lines = [
      at(30, 'NONE|NONE|Anna|PAUSEALL|'),
      at(30, 'NONE|help|Anna|PAUSE|'),
      at(90, 'NONE|NONE|Anna|UNPAUSEALL|'),
    ];
    expect(states(lines, 'Anna')).toEqual(['30 break', '90 available']);
  });

  it('whose reason changes is unpaused with “Auto-Unpause” and paused within a second: no moment of availability', () => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales'),
      at(30, 'NONE|sales|Anna|PAUSE|Lunch'),
      at(60, 'NONE|sales|Anna|UNPAUSE|Auto-Unpause'),
      at(60, 'NONE|sales|Anna|PAUSE|Team meeting'),
    ];
    expect(states(lines, 'Anna')).toEqual(['0 available', '30 break', '60 meeting']);
  });

  it.each([
    ['', 'break'],
    ['Lunch', 'break'],
    ['Pausa', 'break'],
    ['Auto-Pause', 'away'],
    ['Wrap-up', 'wrap_up'],
    ['ACW', 'wrap_up'],
    ['DISPO', 'wrap_up'],
    ['Coaching', 'training'],
    ['Schulung', 'training'],
    ['reunión', 'meeting'],
  ])('paused with the reason “%s” is in %s', (reason, state) => {
    const lines = [member(0, 'ADDMEMBER|', 'sales'), at(30, `NONE|sales|Anna|PAUSE|${reason}`)];
    expect(states(lines, 'Anna')).toEqual(['0 available', `30 ${state}`]);
  });

  it.each([
    'COMPLETECALLER|5|60|1',
    'COMPLETEAGENT|5|60|1',
    'BLINDTRANSFER|600|internal|5|60|1',
    'ATTENDEDTRANSFER|BRIDGE|b|5|60|1',
  ])('is busy with a call from CONNECT to %s', (end) => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales'),
      call(5, 'sales|NONE|ENTERQUEUE||1|1'),
      call(10, 'sales|Anna|CONNECT|5|1.1|3'),
      call(70, `sales|Anna|${end}`),
    ];
    expect(states(lines, 'Anna')).toEqual(['0 available', '10 busy', '70 available']);
  });

  it('is busy while in a call, paused or removed in the middle of it or not', () => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales'),
      call(5, 'sales|NONE|ENTERQUEUE||1|1'),
      call(10, 'sales|Anna|CONNECT|5|1.1|3'),
      at(20, 'NONE|sales|Anna|PAUSE|Lunch'),
      call(70, 'sales|Anna|COMPLETEAGENT|5|60|1'),
      member(100, 'REMOVEMEMBER|', 'sales'),
    ];
    expect(states(lines, 'Anna')).toEqual(['0 available', '10 busy', '70 break', '100 offline']);
    const removed = lines.with(3, member(20, 'REMOVEMEMBER|', 'sales'));
    expect(states(removed, 'Anna')).toEqual(['0 available', '10 busy', '70 offline']);
  });

  it('is neither busy nor gone by a ring that was not answered', () => {
    const lines = [member(0, 'ADDMEMBER|', 'sales'), call(10, 'sales|Anna|RINGNOANSWER|15000')];
    expect(states(lines, 'Anna')).toEqual(['0 available']);
  });

  it('by AGENTLOGIN is there until AGENTLOGOFF', () => {
    const lines = [
      at(0, `${T0}.3|NONE|1001|AGENTLOGIN|PJSIP/201-0000001a`),
      call(10, 'sales|1001|CONNECT|5|1.1|3'),
      call(70, 'sales|1001|COMPLETEAGENT|5|60|1'),
      at(100, `${T0}.3|NONE|1001|AGENTLOGOFF|PJSIP/201-0000001a|100`),
    ];
    expect(states(lines, '1001')).toEqual(['0 available', '10 busy', '70 available', '100 offline']);
  });

  it('of VICIdial: no queues, pauses of all, the reason on a line of its own', () => {
    const lines = [
      at(0, 'NONE|NONE|Agent/6666|AGENTLOGIN|6666@agents'),
      at(0, 'NONE|NONE|Agent/6666|PAUSEALL|'),
      at(1, 'NONE|NONE|Agent/6666|PAUSEREASON|LOGIN'),
      at(30, 'NONE|NONE|Agent/6666|UNPAUSEALL|'),
      at(90, 'NONE|NONE|Agent/6666|PAUSEALL|'),
      at(91, 'NONE|NONE|Agent/6666|PAUSEREASON|TRAINING'),
      at(120, 'NONE|NONE|Agent/6666|AGENTLOGOFF|6666@agents|120'),
    ];
    expect(states(lines, 'Agent/6666')).toEqual([
      '0 break',
      '30 available',
      '90 break',
      '91 training',
      '120 offline',
    ]);
  });
});

describe('an agent whom no line has added (static members are not announced)', () => {
  const lines = [call(10, 'sales|Anna|CONNECT|5|1.1|3'), call(70, 'sales|Anna|COMPLETEAGENT|5|60|1')];

  it('is there from the first proof on', () => {
    expect(states(lines, 'Anna')).toEqual(['10 busy', '70 available']);
  });

  it('and for an hour after the last: nothing says when the telephone was put away', () => {
    const later = [7_000, 14_000].map((seconds) =>
      at(seconds, `${T0 + seconds}.1|sales|NONE|ENTERQUEUE||1|1`),
    );
    expect(states([...lines, ...later], 'Anna')).toEqual(['10 busy', '70 available', '3670 offline']);
  });

  it('is proven by no ring', () => {
    expect(states([call(10, 'sales|Anna|RINGNOANSWER|15000')], 'Anna')).toEqual([]);
  });
});

describe('members that are added by interface and work by name (log_membername_as_agent = no)', () => {
  it('are not counted twice: the interface alone is nobody', () => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales', { agent: 'PJSIP/201' }),
      member(5, 'ADDMEMBER|', 'sales', { agent: 'PJSIP/202' }),
      call(10, 'sales|Anna|CONNECT|5|1.1|3'),
      member(20, 'ADDMEMBER|', 'sales', { agent: 'PJSIP/203' }),
      call(70, 'sales|Anna|COMPLETEAGENT|5|60|1'),
    ];
    expect(states(lines, 'Anna')).toEqual(['10 busy', '70 available']);
    expect(states(lines, 'PJSIP/201')).toEqual(['0 offline']);
    expect(states(lines, 'PJSIP/202')).toEqual(['5 offline']);
    expect(states(lines, 'PJSIP/203')).toEqual([]);
  });

  it('are agents after all where one of them works under its own name: what was taken back is told again', () => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales', { agent: 'PJSIP/201' }),
      member(0, 'ADDMEMBER|', 'sales', { agent: 'PJSIP/202' }),
      call(10, 'sales|Static Sam|CONNECT|5|1.1|3'),
      member(20, 'ADDMEMBER|', 'sales', { agent: 'PJSIP/203' }),
    ];
    expect(states(lines, 'PJSIP/202')).toEqual(['0 offline']);
    const works = at(30, `${T0}.8|sales|PJSIP/201|CONNECT|5|1.1|3`);
    expect(states([...lines, works], 'PJSIP/201')).toEqual(['0 available', '30 busy']);
    expect(states([...lines, works], 'PJSIP/202')).toEqual(['0 available']);
    expect(states([...lines, works], 'PJSIP/203')).toEqual(['20 available']);
    expect(states([...lines, works], 'Static Sam')).toEqual(['10 busy']);
  });

  it('are who they are where name and interface are one', () => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales', { agent: 'PJSIP/201' }),
      call(10, 'sales|PJSIP/201|CONNECT|5|1.1|3'),
      call(70, 'sales|PJSIP/201|COMPLETEAGENT|5|60|1'),
    ];
    expect(states(lines, 'PJSIP/201')).toEqual(['0 available', '10 busy', '70 available']);
  });
});

describe('who logs in by AGENTLOGIN', () => {
  const login = at(0, `${T0}.3|NONE|1001|AGENTLOGIN|PJSIP/201-0000001a`);
  const works = call(10, 'sales|May Flowers|CONNECT|5|1.1|3');

  it('and is a member under another name, is known by that', () => {
    expect(states([login, works], '1001')).toEqual(['0 offline']);
    expect(states([login, works], 'May Flowers')).toEqual(['10 busy']);
    const other = call(10, 'sales|Local/1001@agents|CONNECT|5|1.1|3');
    expect(states([login, other], '1001')).toEqual(['0 offline']);
  });

  it('and works after all, was there all the time', () => {
    const worksToo = at(20, `${T0}.9|sales|1001|CONNECT|5|1.1|3`);
    expect(states([login, works, worksToo], '1001')).toEqual(['0 available', '20 busy']);
  });
});

describe('QUEUESTART', () => {
  it('ends all states at the last sign of life: who is a member after it, the log does not say', () => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales'),
      member(0, 'ADDMEMBER|', 'sales', { agent: 'Ben' }),
      call(10, 'sales|Anna|CONNECT|5|1.1|3'),
      at(14_400, 'NONE|NONE|NONE|QUEUESTART|'),
      at(14_500, 'NONE|sales|Ben|PAUSE|Lunch'),
    ];
    expect(states(lines, 'Anna')).toEqual(['0 available', '10 offline']);
    expect(states(lines, 'Ben')).toEqual(['0 available', '10 offline', '14500 break']);
  });

  it('brings members back without a line: who works without having been added again is a member of all queues as before', () => {
    const lines = [
      member(0, 'ADDMEMBER|', 'sales'),
      member(0, 'ADDMEMBER|', 'help'),
      at(600, 'NONE|NONE|NONE|QUEUESTART|'),
      call(610, 'sales|Anna|CONNECT|5|1.1|3'),
      call(670, 'sales|Anna|COMPLETEAGENT|5|60|1'),
      at(9_000, `${T0 + 9000}.1|sales|NONE|ENTERQUEUE||1|1`),
      at(9_070, `${T0 + 9070}.1|sales|NONE|ENTERQUEUE||1|1`),
      member(9_100, 'REMOVEMEMBER|', 'sales'),
      member(9_100, 'REMOVEMEMBER|', 'help'),
    ];
    expect(states(lines, 'Anna')).toEqual(['0 offline', '610 busy', '670 available', '9100 offline']);
    const added = lines.toSpliced(3, 0, member(605, 'ADDMEMBER|', 'sales'));
    const last = eventsOf(added.slice(0, 6)).findLast(({ topic }) => topic === 'contact.agents')!.value.event;
    expect(last).toMatchObject({ state: 'available', queues: ['sales'] });
  });
});
