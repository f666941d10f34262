import { describe, expect, it } from 'vitest';
import { factsOf } from '../support/stored.ts';
import { at, ends, eventsOf, stays, T0, talks } from './support/tell.ts';

/** A call of queue sales, whose channel was created three seconds before. */
const CALL = `${T0 - 3}.17`;
const entered = (seconds = 0, queue = 'sales', call = CALL) =>
  at(seconds, `${call}|${queue}|NONE|ENTERQUEUE||4930123456|1`);
const connected = (seconds: number, hold: number, { queue = 'sales', agent = 'Anna', call = CALL } = {}) =>
  at(seconds, `${call}|${queue}|${agent}|CONNECT|${hold}|${T0 + seconds}.18|4`);

describe('how a stay in a queue ends', () => {
  it.each([
    [
      'an agent takes it, and the caller hangs up',
      'Anna|COMPLETECALLER|10|60|1',
      'sales answered 10 by Anna',
      'sales Anna 60',
      'solved',
    ],
    [
      'an agent takes it, and hangs up',
      'Anna|COMPLETEAGENT|10|60|1',
      'sales answered 10 by Anna',
      'sales Anna 60',
      'solved',
    ],
    [
      'version 1.2 writes no position',
      'Anna|COMPLETEAGENT|10|60',
      'sales answered 10 by Anna',
      'sales Anna 60',
      'solved',
    ],
    [
      'a blind transfer ends the talk: no COMPLETE comes',
      'Anna|BLINDTRANSFER|00491701234567|outbound|10|60|1',
      'sales answered 10 by Anna',
      'sales Anna 60',
      'closed',
    ],
    [
      'an attended transfer into a bridge',
      'Anna|ATTENDEDTRANSFER|BRIDGE|7d0e3f|10|60|1',
      'sales answered 10 by Anna',
      'sales Anna 60',
      'closed',
    ],
    [
      'an attended transfer to an application',
      'Anna|ATTENDEDTRANSFER|APP|Voicemail|10|60|1',
      'sales answered 10 by Anna',
      'sales Anna 60',
      'closed',
    ],
    [
      'an attended transfer by two linked channels',
      'Anna|ATTENDEDTRANSFER|LINK|Local/1@x-0;1|Local/1@x-0;2|10|60|1',
      'sales answered 10 by Anna',
      'sales Anna 60',
      'closed',
    ],
    [
      'versions before 12 wrote TRANSFER',
      'Anna|TRANSFER|600|from-internal|10|60|1',
      'sales answered 10 by Anna',
      'sales Anna 60',
      'closed',
    ],
  ])('%s', (_, end, stay, talk, status) => {
    const lines = [entered(), connected(10, 10), at(70, `${CALL}|sales|${end}`)];
    expect(stays(lines)).toEqual([stay]);
    expect(talks(lines)).toEqual([talk]);
    expect(ends(lines)).toEqual([status]);
    // The same where the log begins in the middle of the talk: the line itself has hold and talk.
    expect(stays(lines.slice(2))).toEqual([stay]);
    expect(talks(lines.slice(2))).toEqual([talk]);
  });

  it.each([
    ['the caller hangs up', 'NONE|ABANDON|1|1|33', 'sales abandoned 33'],
    [
      'the caller hangs up in the moment of being connected: the line names the member',
      'Anna|ABANDON|1|1|33',
      'sales abandoned 33',
    ],
    [
      'the time is up: flowed out, though Asterisk counts it as abandoned',
      'NONE|EXITWITHTIMEOUT|1|1|33',
      'sales ended 33',
    ],
    ['nobody is there', 'NONE|EXITEMPTY|2|3|33', 'sales ended 33'],
    [
      'the caller presses a key: the key stands before the positions',
      'NONE|EXITWITHKEY|1|2|3|33',
      'sales ended 33',
    ],
    ['somebody takes the call out of the queue', 'NONE|WITHDRAW|1|1|33|callback at home', 'sales ended 33'],
  ])('%s', (_, end, stay) => {
    const lines = [entered(), at(33, `${CALL}|sales|${end}`)];
    expect(stays(lines)).toEqual([stay]);
    expect(talks(lines)).toEqual([]);
    expect(ends(lines)).toEqual(['closed']);
    expect(stays(lines.slice(1))).toEqual([stay]);
  });

  it('SYSCOMPAT ends it unanswered; the ABANDON that Asterisk writes after it is not the caller’s', () => {
    const lines = [
      entered(),
      at(12, `${CALL}|sales|Anna|SYSCOMPAT|`),
      at(12, `${CALL}|sales|NONE|ABANDON|1|1|12`),
    ];
    expect(stays(lines)).toEqual(['sales ended 12']);
    expect(ends(lines)).toEqual(['closed']);
  });

  it('AGENTDUMP means that the agent hung up: the caller waits on', () => {
    const dumped = [entered(), at(9, `${CALL}|sales|Anna|AGENTDUMP|`)];
    expect(stays(dumped)).toEqual(['sales waits']);
    const lines = [
      ...dumped,
      connected(20, 20, { agent: 'Ben' }),
      at(30, `${CALL}|sales|Ben|COMPLETEAGENT|20|10|1`),
    ];
    expect(stays(lines)).toEqual(['sales answered 20 by Ben']);
  });

  it('rings that nobody answers are milliseconds and end nothing', () => {
    const lines = [
      entered(),
      at(9, `${CALL}|sales|Anna|RINGNOANSWER|8000`),
      at(15, `${CALL}|sales|Ben|RINGCANCELED|4213`),
      at(15, `${CALL}|sales|NONE|ABANDON|1|1|15`),
    ];
    expect(stays(lines)).toEqual(['sales abandoned 15']);
  });

  it('an outgoing call that was reported to a queue is no call of that queue', () => {
    expect(eventsOf([at(0, `${CALL}|sales|Anna|OUTCALL|ANSWER|65|4930123456`)])).toEqual([]);
  });
});

describe('seconds in a line that disagree with the times of lines', () => {
  it.each([-1, 1])('by %i: the times of the lines are taken, of waiting and of talking', (off) => {
    const complete = at(70, `${CALL}|sales|Anna|COMPLETEAGENT|${10 + off}|${60 + off}|1`);
    const lines = [entered(), connected(10, 10 + off), complete];
    expect(stays(lines)).toEqual(['sales answered 10 by Anna']);
    expect(talks(lines)).toEqual(['sales Anna 60']);
  });
});

describe('what ENTERQUEUE says', () => {
  it.each([
    ['url, number, position', '|4930123456|2', 2],
    ['a fourth: the caller’s name, where log-caller-id-name is on', 'http://crm/|4930123456|2|Weber, Jo', 2],
    ['older versions wrote no position', '|4930123456', null],
  ])('%s', (_, data, position) => {
    const [event] = eventsOf([at(0, `${CALL}|sales|NONE|ENTERQUEUE|${data}`)]);
    expect(event).toMatchObject({ value: { event: { type: 'queued', position } } });
    expect(JSON.stringify(event)).not.toMatch(/4930123456|Weber|crm/);
    const other = eventsOf([at(60, `${T0}.9|help|NONE|ENTERQUEUE||4930123456|1`)]);
    const idOf = (one: typeof event) => (one!.value as { customer: { id: string } }).customer.id;
    expect(idOf(other[0])).toBe(idOf(event));
  });

  it('a withheld number is nobody’s', () => {
    for (const number of ['', 'anonymous', 'Unknown'])
      expect(eventsOf([at(0, `${CALL}|sales|NONE|ENTERQUEUE||${number}|1`)])).toMatchObject([
        { value: { customer: null, actor: { kind: 'customer', id: null } } },
      ]);
  });
});

describe('one call in several queues', () => {
  it.each([0, 1, 40])('flows out of the first and is answered in the second, %i s later', (menu) => {
    const lines = [
      entered(0),
      at(30, `${CALL}|sales|NONE|EXITWITHTIMEOUT|1|1|30`),
      entered(30 + menu, 'help'),
      connected(38 + menu, 8, { queue: 'help' }),
      at(98 + menu, `${CALL}|help|Anna|COMPLETECALLER|8|60|1`),
    ];
    expect(stays(lines)).toEqual(['sales ended 30', 'help answered 8 by Anna']);
    expect(talks(lines)).toEqual(['help Anna 60']);
    expect(ends(lines)).toEqual(['solved']);
  });

  it('goes through three within a second', () => {
    const lines = [
      entered(0, 'a'),
      at(0, `${CALL}|a|NONE|EXITEMPTY|1|1|0`),
      entered(0, 'b'),
      at(0, `${CALL}|b|NONE|EXITEMPTY|1|1|0`),
      entered(0, 'c'),
      connected(5, 5, { queue: 'c' }),
    ];
    expect(stays(lines).map((stay) => stay.replace(/ [\d.]+/, ''))).toEqual([
      'a ended',
      'b ended',
      'c answered by Anna',
    ]);
  });

  it.each([0, 1, 20])('is given on blindly to another, %i s on the way, and that is no reopening', (way) => {
    const lines = [
      entered(0),
      connected(10, 10),
      at(70, `${CALL}|sales|Anna|BLINDTRANSFER|help|from-internal|10|60|1`),
      entered(70 + way, 'help'),
      connected(75 + way, 5, { queue: 'help', agent: 'Ben' }),
      at(95 + way, `${CALL}|help|Ben|COMPLETEAGENT|5|20|1`),
    ];
    expect(stays(lines)).toEqual(['sales answered 10 by Anna', 'help answered 5 by Ben']);
    expect(talks(lines)).toEqual(['sales Anna 60', 'help Ben 20']);
    expect(ends(lines)).toEqual(['solved']);
  });

  it.each([0, 1, 20])('goes on to another when the agent has hung up, %i s later', (way) => {
    const lines = [
      entered(0),
      connected(10, 10),
      at(70, `${CALL}|sales|Anna|COMPLETEAGENT|10|60|1`),
      entered(70 + way, 'survey'),
      at(80 + way, `${CALL}|survey|NONE|ABANDON|1|1|10`),
    ];
    expect(stays(lines)).toEqual(['sales answered 10 by Anna', 'survey abandoned 10']);
    expect(talks(lines)).toEqual(['sales Anna 60']);
  });

  it.each([0, 1])(
    'enters it before the other thread has written that the talk is over, %i s later',
    (late) => {
      const lines = [
        entered(0),
        connected(10, 10),
        entered(70, 'survey'),
        at(70 + late, `${CALL}|sales|Anna|COMPLETEAGENT|10|60|1`),
        at(80, `${CALL}|survey|NONE|ABANDON|1|1|10`),
      ];
      expect(stays(lines)).toEqual(['sales answered 10 by Anna', 'survey abandoned 10']);
      expect(talks(lines)[0]).toMatch(/^sales Anna (60|59.999)$/);
    },
  );
});

describe('a blind transfer to a queue that the caller enters before the other thread has written of it', () => {
  it.each([0, 1])('%i s later', (late) => {
    const lines = [
      entered(0),
      connected(10, 10),
      entered(70, 'help'),
      at(70 + late, `${CALL}|sales|Anna|BLINDTRANSFER|help|from-internal|10|60|1`),
      connected(75, 5, { queue: 'help', agent: 'Ben' }),
      at(95, `${CALL}|help|Ben|COMPLETEAGENT|5|20|1`),
    ];
    expect(stays(lines)).toEqual(['sales answered 10 by Anna', 'help answered 5 by Ben']);
    expect(talks(lines)).toEqual([`sales Anna ${late === 0 ? 60 : 59.999}`, 'help Ben 20']);
    expect(ends(lines)).toEqual(['solved']);
  });
});

describe('lines that are lost, as when a log is cut while it is copied', () => {
  const complete = at(70, `${CALL}|sales|Anna|COMPLETEAGENT|10|60|1`);

  it('CONNECT: the end of the talk says when it began', () => {
    expect(stays([entered(), complete])).toEqual(['sales answered 10 by Anna']);
    expect(talks([entered(), complete])).toEqual(['sales Anna 60']);
  });

  it('ENTERQUEUE: CONNECT and every end of a stay say when it began', () => {
    expect(stays([connected(10, 10), complete])).toEqual(['sales answered 10 by Anna']);
  });

  it('the end of a stay: the next queue ends it', () => {
    expect(stays([entered(), entered(30, 'help')])).toEqual(['sales transferred 30', 'help waits']);
  });
});

describe('where a transfer goes', () => {
  const queues = [at(0, 'MANAGER|help|Ben|ADDMEMBER|'), entered(), connected(10, 10)];
  const destinations = (rest: string) =>
    eventsOf([...queues, at(70, `${CALL}|sales|Anna|${rest}`)]).flatMap(({ value: { event } }) =>
      event.type === 'transferred' ? [event.to_queue] : [],
    );

  it.each([
    ['the queue that the extension is called like', 'BLINDTRANSFER|HELP|from-internal|10|60|1', 'help'],
    [
      'nowhere that is known: the extension may be somebody’s number',
      'BLINDTRANSFER|00491701234567|out|10|60|1',
      'sales',
    ],
    [
      'nowhere that is known: an attended one names bridges and channels',
      'ATTENDEDTRANSFER|APP|help|10|60|1',
      'sales',
    ],
  ])('%s', (_, rest, queue) => {
    expect(destinations(rest)).toEqual([queue]);
  });
});

describe('calls of VICIdial, by ids that hold a date and a number of its own', () => {
  it('that were dialled waited in no queue, and are handled', () => {
    const lead = 'V1114220000000012345';
    const lines = [
      at(0, `${lead}|CAMPAIGN|NONE|CALLOUTBOUND||4930123456|`),
      at(15, `${lead}|CAMPAIGN|Agent/6666|CONNECT|15`),
      at(75, `${lead}|CAMPAIGN|Agent/6666|COMPLETEAGENT|15|60|1`),
    ];
    expect(stays(lines)).toEqual([]);
    expect(talks(lines)).toEqual(['CAMPAIGN Agent/6666 60']);
    expect(JSON.stringify(eventsOf(lines))).not.toContain('4930123456');
  });

  it('are put on hold, by lines of its own', () => {
    const lead = 'Y1114220000000012345';
    const lines = [
      at(0, `${lead}|SALESLINE|NONE|ENTERQUEUE||4930123456`),
      at(15, `${lead}|SALESLINE|Agent/6666|CONNECT|15`),
      at(20, `${lead}|SALESLINE|Agent/6666|CALLERONHOLD|PARK`),
      at(35, `${lead}|SALESLINE|Agent/6666|CALLEROFFHOLD|15|PARK`),
      at(40, `${lead}|SALESLINE|Agent/6666|CALLERONHOLD|IVRPARK`),
      at(45, `${lead}|SALESLINE|Agent/6666|COMPLETECALLER|15|30|1`),
    ];
    const handled = factsOf(eventsOf(lines)).filter(({ fact }) => fact === 'handle_spell');
    expect(handled).toMatchObject([{ value_ms: 30_000, hold_ms: 20_000, wrap_ms: 0 }]);
    expect(eventsOf(lines.slice(2, 4))).toEqual([]);
  });

  it('leave a queue by lines that have no wait', () => {
    const lead = 'Y1114220000000012345';
    const left = (rest: string) =>
      stays([at(0, `${lead}|SALESLINE|NONE|ENTERQUEUE||1`), at(9, `${lead}|SALESLINE|NONE|${rest}`)]);
    expect(left('EXITWITHTIMEOUT|1')).toEqual(['SALESLINE ended 9']);
    expect(left('EXITWITHKEY|2|1')).toEqual(['SALESLINE ended 9']);
  });
});

describe('names of queues', () => {
  it('are the same in any case: the dial plan’s writing goes into ENTERQUEUE, the configuration’s into the rest', () => {
    const lines = [
      entered(0, 'Sales'),
      connected(10, 10),
      at(70, `${CALL}|sales|Anna|COMPLETECALLER|10|60|1`),
    ];
    expect(stays(lines)).toEqual(['Sales answered 10 by Anna']);
    expect(talks(lines)).toEqual(['Sales Anna 60']);
  });
});

describe('the call’s id', () => {
  const openings = (call: string) =>
    eventsOf([
      entered(0, 'sales', call),
      connected(10, 10, { call }),
      at(70, `${call}|sales|Anna|COMPLETECALLER|10|60|1`),
    ]).flatMap(({ topic, value }) => (topic === 'contact.chats' ? [value.opened_at / 1000 - T0] : []));

  it.each([
    ['says when its channel was created', `${T0 - 3}.17`, -3],
    ['with the system’s name before it', `pbx-1-${T0 - 3}.17`, -3],
    ['of another make: the conversation opens with its first line', '3c26700c1b2b-7fk4@pbx', 0],
    ['of VICIdial', 'Y1114220000000012345', 0],
  ])('%s', (_, call, opened) => {
    expect(openings(call)).toEqual([opened, opened, opened]);
  });

  it('may change in the middle of a talk: Asterisk goes on with that of the channel that took the caller’s place', () => {
    const other = `${T0 + 30}.99`;
    const lines = [entered(), connected(10, 10), at(70, `${other}|sales|Anna|COMPLETECALLER|10|60|1`)];
    expect(talks(lines)).toEqual(['sales Anna 60']);
    expect(stays(lines)).toEqual(['sales answered 10 by Anna']);
  });
});

describe('QUEUESTART', () => {
  it('ends what is open at the last sign of life, not when Asterisk came back four hours later', () => {
    const talking = `${T0}.20`;
    const lines = [
      entered(),
      entered(2, 'help', talking),
      connected(10, 8, { queue: 'help', call: talking }),
      at(40, `${T0 + 40}.31|help|NONE|ENTERQUEUE||1|2`),
      at(14_400, 'NONE|NONE|NONE|QUEUESTART|'),
    ];
    expect(stays(lines)).toEqual(['sales ended 40', 'help answered 8 by Anna', 'help ended 0']);
    expect(talks(lines)).toEqual(['help Anna 30']);
    const unknown = eventsOf(lines).filter(
      ({ value }) => 'tags' in value && value.tags.includes('unknown-end'),
    );
    expect(unknown.map(({ value }) => value.event.type)).toEqual(['ended', 'ended', 'ended']);
  });
});

describe('lines twice', () => {
  it('are one, next to each other and as a whole', () => {
    const lines = [
      entered(0),
      at(30, `${CALL}|sales|NONE|EXITWITHTIMEOUT|1|1|30`),
      entered(30, 'help'),
      connected(38, 8, { queue: 'help' }),
      at(98, `${CALL}|help|Anna|COMPLETECALLER|8|60|1`),
    ];
    for (const doubled of [lines.flatMap((line) => [line, line]), [...lines, ...lines]]) {
      expect(stays(doubled)).toEqual(stays(lines));
      expect(talks(doubled)).toEqual(talks(lines));
    }
  });
});
