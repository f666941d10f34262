import { describe, expect, test } from 'vitest';
import { NOT_DUE, targetSeq } from '../../../services/domain/sla/targets.ts';
import {
  becomes,
  created,
  HOUR,
  inHours,
  MINUTE,
  minute,
  notes,
  OFFICE,
  OPENED,
  policyOf,
  prioritised,
  says,
  stampOf,
  step,
  tell,
} from '../measure/build.ts';

const DAY = 24 * HOUR;

const within = (minutes: number) => minutes * MINUTE;

describe("Zammad's specification of escalations", () => {
  test('target 60 min, the agent replies at +75: elapsed 75, overdue 15', () => {
    const stamp = stampOf({ policies: [policyOf({ first_response: within(60) })] });
    const target = tell([created(), says(75, 'agent:a1')], { stamp }).one('sla_target');
    expect(target).toMatchObject({ label: 'first_response', state: 'breached', beganAt: OPENED });
    expect(minute(target.at)).toBe(60);
    expect(target.businessMs).toBe(within(75));
    expect(target.businessMs - target.targetMs).toBe(within(15));
    expect(target.endedAt! - target.at).toBe(within(15));
  });

  test('exchanges answered in 10 and then 5 min keep 10 as the longest', () => {
    const stamp = stampOf({ policies: [policyOf({ next_response: within(60) })] });
    const told = tell(
      [
        created(),
        says(1, 'agent:a1'),
        says(20, 'customer'),
        says(30, 'agent:a1'),
        says(40, 'customer'),
        says(45, 'agent:a1'),
      ],
      { stamp },
    );
    const answered = told.all('next_response').map(({ valueMs }) => valueMs / MINUTE);
    expect(answered).toEqual([10, 5]);
    expect(Math.max(...answered)).toBe(10);
    expect(told.all('sla_target').map(({ state }) => state)).toEqual(['met', 'met']);
  });

  test('pending from +90 to +120 with 30 working minutes left counted from +75: due at +135', () => {
    const stamp = stampOf({ policies: [inHours(OFFICE, policyOf({ requester_wait: within(105) }))] });
    const before = [created(), becomes(75, 'open'), becomes(90, 'pending')];
    expect(tell(before, { stamp }).one('sla_target')).toMatchObject({
      state: 'paused',
      at: NOT_DUE,
      businessMs: within(90),
    });
    const after = tell([...before, becomes(120, 'open')], { stamp }).one('sla_target');
    expect(after.state).toBe('active');
    expect(minute(after.at)).toBe(135);
    // What was spent when the clock began to run again.
    expect(after.businessMs).toBe(within(90));
  });
});

describe('a target', () => {
  test('runs from creation and is due when its budget is', () => {
    const stamp = stampOf({ policies: [policyOf({ first_response: within(60) })] });
    const target = tell([created()], { stamp }).one('sla_target');
    expect(target).toMatchObject({ state: 'active', at: OPENED + HOUR, endedAt: null, targetMs: HOUR });
    expect(target.policy).toBe('standard');
  });

  test('is met at the due time itself, and missed a millisecond later', () => {
    const stamp = stampOf({ policies: [policyOf({ first_response: within(60) })] });
    const reply = (minutes: number) =>
      tell([created(), says(minutes, 'agent:a1')], { stamp }).one('sla_target');
    expect(reply(60).state).toBe('met');
    expect(reply(60 + 1 / MINUTE).state).toBe('breached');
  });

  test('counts the hours of its calendar only', () => {
    const stamp = stampOf({ policies: [inHours(OFFICE, policyOf({ first_response: within(120) }))] });
    const friday = Date.UTC(2024, 0, 19, 16);
    const target = tell([created()], { stamp, openedAt: friday }).one('sla_target');
    expect(target.at).toBe(Date.UTC(2024, 0, 22, 10));
  });

  test('whose budget ends with the working day is missed on the closed evening after it', () => {
    const stamp = stampOf({ policies: [inHours(OFFICE, policyOf({ first_response: within(8 * 60) }))] });
    const target = tell([created(), says(9 * 60, 'agent:a1')], { stamp }).one('sla_target');
    expect(target).toMatchObject({ state: 'breached', businessMs: 8 * HOUR, at: OPENED + 8 * HOUR });
    expect(target.endedAt! - target.at).toBe(HOUR);
  });

  test('that its calendar never gives the time for is active and due at no time', () => {
    const once = {
      hash: 'once',
      definition: { zone: 'UTC', weekly: {}, special: { '2024-01-15': ['09:00-10:00'] } },
    };
    const stamp = stampOf({ policies: [inHours(once, policyOf({ first_response: within(120) }))] });
    expect(tell([created()], { stamp }).one('sla_target')).toMatchObject({ state: 'active', at: NOT_DUE });
  });

  test('of ten years is computed at once', () => {
    const stamp = stampOf({ policies: [inHours(OFFICE, policyOf({ first_resolution: 3_650 * DAY }))] });
    const target = tell([created()], { stamp }).one('sla_target');
    expect(new Date(target.at).getUTCFullYear()).toBeGreaterThan(2050);
  });

  test('is not fulfilled by a bot, nor by an internal note', () => {
    const stamp = stampOf({ policies: [policyOf({ first_response: within(60) })] });
    const target = tell([created(), says(1, 'bot:b1'), notes(2, 'agent:a1'), says(3, 'system')], { stamp });
    expect(target.one('sla_target').state).toBe('active');
  });

  test('keeps being active when it is overdue and pending: nothing is left to pause', () => {
    const stamp = stampOf({ policies: [policyOf({ requester_wait: within(30) })] });
    const target = tell([created(), becomes(60, 'pending')], { stamp }).one('sla_target');
    expect(target).toMatchObject({ state: 'active', at: OPENED + within(30) });
  });

  test('has a key of its own, even where two are due at once', () => {
    const stamp = stampOf({ policies: [policyOf({ first_resolution: HOUR, total_resolution: HOUR })] });
    const keys = tell([created()], { stamp })
      .all('sla_target')
      .map(({ at, seq }) => `${at} ${seq}`);
    expect(new Set(keys).size).toBe(2);
    expect(targetSeq('first_response', 0)).toBe(0);
    expect(targetSeq('first_response', 1)).toBeGreaterThan(targetSeq('agent_work', 0));
  });
});

describe('nobody fulfils any more', () => {
  const stamp = stampOf({
    policies: [policyOf({ first_response: within(60), total_resolution: within(120) })],
  });
  const states = (...steps: Parameters<typeof tell>[0]) =>
    Object.fromEntries(
      tell(steps, { stamp })
        .all('sla_target')
        .map(({ label, state }) => [label, state]),
    );

  test('what was solved without a reply: cancelled before it was due, broken after', () => {
    expect(states(created(), becomes(50, 'solved'))).toEqual({
      first_response: 'cancelled',
      total_resolution: 'met',
    });
    expect(states(created(), becomes(70, 'solved'))).toEqual({
      first_response: 'breached',
      total_resolution: 'met',
    });
  });

  test('what was solved in time is not broken by the closing that follows weeks later', () => {
    expect(states(created(), becomes(50, 'solved'), becomes(9_000, 'closed'))).toEqual({
      first_response: 'cancelled',
      total_resolution: 'met',
    });
  });

  test('what was merged, deleted or closed: cancelled before it was due, broken after', () => {
    const merged = step(90, 'agent:a1', { type: 'merged', into_conversation_id: 'x' });
    expect(states(created(), merged)).toEqual({ first_response: 'breached', total_resolution: 'cancelled' });
    const deleted = step(30, 'agent:a1', { type: 'deleted' });
    expect(states(created(), deleted)).toEqual({
      first_response: 'cancelled',
      total_resolution: 'cancelled',
    });
    expect(states(created(), becomes(121, 'closed'))).toEqual({
      first_response: 'breached',
      total_resolution: 'breached',
    });
  });

  test('but a reply that comes with the solution, or after it, fulfils', () => {
    const together = [becomes(30, 'solved'), says(30, 'agent:a1')];
    expect(states(created(), ...together).first_response).toBe('met');
    expect(states(created(), ...together.toReversed()).first_response).toBe('met');
    expect(states(created(), becomes(30, 'solved'), says(40, 'agent:a1')).first_response).toBe('met');
  });

  test('and what its agent opens again without a reply runs on from its start', () => {
    const told = tell([created(), becomes(30, 'solved'), becomes(40, 'open')], { stamp });
    const target = told.one('sla_target', 'first_response');
    expect(target).toMatchObject({ state: 'active', at: OPENED + HOUR });
    const late = [created(), becomes(30, 'solved'), becomes(40, 'closed'), says(90, 'agent:a1')];
    expect(states(...late).first_response).toBe('breached');
  });

  test('nor does anybody wait for what a bot or automation has solved, whatever its agent writes then', () => {
    for (const who of ['bot:b', 'system'] as const) {
      const solved = step(30, who, { type: 'status_changed', status: 'solved' });
      const open = (minutes: number) => step(minutes, 'system', { type: 'status_changed', status: 'open' });
      for (const opened of [[], [open(90)], [open(91)]]) {
        const after = [says(90, 'agent:a1'), ...opened];
        const told = tell([created(), solved, ...after], { stamp });
        expect(told.one('sla_target', 'first_response').state).toBe('cancelled');
        expect(told.all('first_response')).toEqual([]);
      }
    }
  });

  test('what was promised on the first response is promised anew with a return', () => {
    const reopened = step(40, 'system', { type: 'status_changed', status: 'open' });
    const told = tell([created(), becomes(30, 'solved'), reopened], { stamp });
    const targets = told.all('sla_target', 'first_response');
    expect(targets.map(({ state, beganAt, at }) => [state, minute(beganAt), minute(at)])).toEqual([
      ['cancelled', 0, 60],
      ['active', 40, 100],
    ]);
    const late = tell([created(), becomes(70, 'solved'), says(90, 'customer'), says(95, 'agent:a1')], {
      stamp,
    });
    expect(late.all('sla_target', 'first_response').map(({ state }) => state)).toEqual(['breached', 'met']);
  });

  test('nothing was promised to a customer to whom an agent wrote first, before the customer wrote', () => {
    const all = stampOf({
      policies: [
        policyOf({
          first_response: within(60),
          next_response: within(60),
          queue_wait: within(60),
          periodic_update: within(60),
          pausable_update: within(60),
        }),
      ],
    });
    const opened = step(0, 'agent:a1', { type: 'created', status: 'open', priority: null }, { queue: 'q1' });
    const outbound = [opened, says(0, 'agent:a1'), says(1_000, 'agent:a1')];
    expect(tell(outbound, { stamp: all }).all('sla_target')).toEqual([]);
    const told = tell([...outbound, says(4_320, 'customer'), says(4_322, 'agent:a1')], { stamp: all });
    expect(
      told.all('sla_target').map(({ label, state, beganAt }) => [label, state, minute(beganAt)]),
    ).toEqual([
      ['queue_wait', 'met', 4_320],
      ['first_response', 'met', 4_320],
      ['periodic_update', 'active', 4_322],
      ['pausable_update', 'active', 4_322],
    ]);
  });
});

describe('a conversation that a bot solved, and to which the customer comes back on Friday', () => {
  const stamp = stampOf({
    policies: [policyOf({ first_response: within(240), next_response: within(240) })],
  });
  const FRIDAY = 4 * 24 * 60 + 5 * 60;
  const bot = [created(), says(4, 'bot:b'), step(5, 'bot:b', { type: 'status_changed', status: 'solved' })];
  const back = says(FRIDAY, 'customer');

  test.each([
    [
      'with a message that reopens it',
      [back, step(FRIDAY, 'system', { type: 'status_changed', status: 'open' })],
    ],
    ['with a message that is reopened later', [back, becomes(FRIDAY + 5, 'open')]],
    ['with a message alone', [back]],
    [
      'opened again without a message',
      [step(FRIDAY, 'customer', { type: 'status_changed', status: 'open' })],
    ],
  ])('%s: first response 10 min, no breach', (_, returns) => {
    const told = tell([...bot, ...returns, says(FRIDAY + 10, 'agent:a1')], { stamp });
    expect(told.one('first_response')).toMatchObject({ valueMs: within(10), at: OPENED + within(FRIDAY) });
    expect(
      told.all('sla_target').map(({ label, state, beganAt }) => [label, state, minute(beganAt)]),
    ).toEqual([
      ['first_response', 'cancelled', 0],
      ['first_response', 'met', FRIDAY],
    ]);
    const waiting = tell([...bot, ...returns], { stamp }).one('first_response');
    expect(waiting).toMatchObject({ state: 'open', at: OPENED + within(FRIDAY) });
  });

  test('counts by the same rule whoever solved it, closed ones too', () => {
    for (const who of ['customer', 'system', 'agent:a1'] as const) {
      const solved = step(5, who, { type: 'status_changed', status: 'solved' });
      const told = tell([created(), solved, becomes(9, 'closed'), back, says(FRIDAY + 10, 'agent:a1')], {
        stamp,
      });
      expect(told.one('first_response').valueMs).toBe(within(10));
      expect(told.all('sla_target').map(({ state }) => state)).toEqual(['cancelled', 'met']);
    }
  });

  test('solved again without a reply, said anew of what was solved, nobody waits', () => {
    const again = step(FRIDAY + 1, 'system', { type: 'status_changed', status: 'solved' });
    const told = tell([...bot, back, again], { stamp });
    expect(told.all('first_response')).toEqual([]);
    expect(told.all('sla_target').map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
    const later = tell([created(), says(1, 'agent:a1'), becomes(2, 'solved'), back, again], { stamp });
    expect(later.all('next_response')).toEqual([]);
  });

  test('a chat that the bot ended and that is queued again waits since then', () => {
    const chat = tell(
      [
        step(0, 'customer', { type: 'started', priority: null }),
        step(1, 'bot:b', { type: 'answered' }),
        step(5, 'bot:b', { type: 'ended', resolved: null }),
        step(FRIDAY, 'system', { type: 'queued', position: null }, { queue: 'q1' }),
        step(FRIDAY + 1, 'agent:a1', { type: 'answered' }),
        says(FRIDAY + 3, 'agent:a1'),
      ],
      { stamp, stream: 'chats', channel: 'messaging' },
    );
    expect(chat.one('first_response').valueMs).toBe(within(3));
    expect(chat.all('sla_target').map(({ state }) => state)).toEqual(['cancelled', 'met']);
  });
});

describe('what is promised', () => {
  const byPriority = policyOf({
    first_response: { urgent: within(30), normal: within(120), low: within(480) },
  });

  test('is of the first policy that matches channel, queue, priority, tier and tags', () => {
    const stamp = stampOf({
      policies: [
        policyOf(
          { first_response: within(1) },
          { id: 'urgent gold', tiers: ['gold'], priorities: ['urgent'] },
        ),
        policyOf({ first_response: within(2) }, { id: 'tagged', tags: ['outage', 'press'] }),
        policyOf({ first_response: within(3) }, { id: 'gold', tiers: ['gold'] }),
        policyOf({ first_response: within(4) }, { id: 'rest' }),
      ],
    });
    const policy = (...steps: Parameters<typeof tell>[0]) => tell(steps, { stamp }).one('sla_target').policy;
    expect(policy(created(0, { customerTier: 'gold' }, 'urgent'))).toBe('urgent gold');
    expect(policy(created(0, { customerTier: 'gold', tags: ['press'] }))).toBe('tagged');
    expect(policy(created(0, { customerTier: 'gold' }))).toBe('gold');
    expect(policy(created(0, { customerTier: 'silver', tags: ['x'] }))).toBe('rest');
    const tagged = step(1, 'agent:a1', { type: 'tagged', added: ['outage'], removed: [] });
    const untagged = step(2, 'agent:a1', { type: 'tagged', added: [], removed: ['outage'] });
    expect(policy(created(), tagged)).toBe('tagged');
    expect(policy(created(), tagged, untagged)).toBe('rest');
    expect(tell([created()], { stamp }).summary.policy).toBe('rest');
  });

  test('is nothing where no policy matches, or none has a target for the priority', () => {
    const gold = stampOf({ policies: [policyOf({ first_response: HOUR }, { tiers: ['gold'] })] });
    expect(tell([created()], { stamp: gold }).all('sla_target')).toEqual([]);
    const some = stampOf({ policies: [byPriority] });
    expect(tell([created()], { stamp: some }).all('sla_target')).toEqual([]);
  });

  test('is set anew from the original start when the priority changes: time spent stays spent', () => {
    const stamp = stampOf({ policies: [byPriority] });
    const told = tell([created(0, {}, 'low'), prioritised(60, 'normal')], { stamp });
    expect(told.one('sla_target')).toMatchObject({
      state: 'active',
      at: OPENED + within(120),
      beganAt: OPENED,
    });
  });

  test('was due in the past when the new budget is smaller than what is spent', () => {
    const stamp = stampOf({ policies: [byPriority] });
    const steps = [created(0, {}, 'low'), prioritised(60, 'urgent')];
    expect(tell(steps, { stamp }).one('sla_target')).toMatchObject({
      state: 'active',
      at: OPENED + within(30),
    });
    const replied = tell([...steps, says(70, 'agent:a1')], { stamp }).one('sla_target');
    expect(replied).toMatchObject({ state: 'breached', at: OPENED + within(30), valueMs: within(70) });
  });

  test('is cancelled when the policy no longer matches, and set anew from the start when it does again', () => {
    const stamp = stampOf({ policies: [byPriority] });
    const lost = [created(0, {}, 'normal'), prioritised(60, 'high')];
    const target = tell(lost, { stamp }).one('sla_target');
    expect(target).toMatchObject({ state: 'cancelled', at: OPENED + within(120), endedAt: OPENED + HOUR });
    const again = tell([...lost, prioritised(90, 'normal')], { stamp }).one('sla_target');
    expect(again).toMatchObject({ state: 'active', at: OPENED + within(120), endedAt: null });
  });

  test('stays broken when the policy no longer matches after the due time', () => {
    const stamp = stampOf({ policies: [byPriority] });
    const target = tell([created(0, {}, 'urgent'), prioritised(60, 'high')], { stamp }).one('sla_target');
    expect(target).toMatchObject({ state: 'breached', at: OPENED + within(30), endedAt: OPENED + HOUR });
  });

  test('of cycles that are fulfilled already does not change', () => {
    const stamp = stampOf({
      policies: [policyOf({ next_response: { low: within(60), urgent: within(5) } })],
    });
    const told = tell(
      [
        created(0, {}, 'low'),
        says(1, 'agent:a1'),
        says(10, 'customer'),
        says(40, 'agent:a1'),
        prioritised(41, 'urgent'),
        says(50, 'customer'),
        says(60, 'agent:a1'),
      ],
      { stamp },
    );
    const targets = told.all('sla_target');
    expect(targets.map(({ state, targetMs }) => [state, targetMs])).toEqual([
      ['met', within(60)],
      ['breached', within(5)],
    ]);
  });

  test('changes with the next event after an edit of the configuration, never for the past', () => {
    const before = stampOf({
      policies: [policyOf({ first_response: within(60), total_resolution: within(300) })],
    });
    const edited = stampOf({
      policies: [policyOf({ first_response: within(5), total_resolution: within(100) })],
    });
    const steps = [created(0, { queue: 'q' }), says(50, 'agent:a1', { queue: 'q', stamp: edited })];
    const told = tell(steps, { stamp: before });
    // The reply fulfilled what had been promised until then; what still runs is promised anew.
    expect(told.one('sla_target', 'first_response')).toMatchObject({ state: 'met', targetMs: within(60) });
    expect(told.one('sla_target', 'total_resolution')).toMatchObject({
      state: 'active',
      at: OPENED + within(100),
    });
  });

  test('stays that of the queue while events name none', () => {
    const queue = stampOf({ policies: [policyOf({ total_resolution: within(60) }, { id: 'of the queue' })] });
    const none = stampOf({ policies: [policyOf({ total_resolution: within(10) }, { id: 'of no queue' })] });
    const told = tell([created(0, { queue: 'q', stamp: queue }), says(5, 'agent:a1', { stamp: none })]);
    expect(told.one('sla_target').policy).toBe('of the queue');
    const unknown = tell([created(0, { stamp: none }), says(5, 'agent:a1', { stamp: none })]);
    expect(unknown.one('sla_target').policy).toBe('of no queue');
  });

  test('after a change of queue is summed piecewise, each piece in the hours in force', () => {
    const office = stampOf({ policies: [inHours(OFFICE, policyOf({ total_resolution: within(600) }))] });
    const always = stampOf({ policies: [policyOf({ total_resolution: within(600) })] });
    // 16:00 on Friday: one open hour, then a closed weekend until the transfer on Saturday at 16:00.
    const openedAt = Date.UTC(2024, 0, 19, 16);
    const moved = step(24 * 60, 'agent:a1', { type: 'transferred', to_queue: 'q2' }, { stamp: always });
    const target = tell([created(0, { queue: 'q1' }), moved], { stamp: office, openedAt }).one('sla_target');
    expect(target.at).toBe(openedAt + 24 * HOUR + 9 * HOUR);
  });
});

describe('a reopening', () => {
  const stamp = stampOf({
    policies: [policyOf({ first_resolution: HOUR, total_resolution: 2 * HOUR, next_response: 10 * MINUTE })],
  });
  const told = tell(
    [created(), says(10, 'agent:a1'), becomes(30, 'solved'), says(90, 'customer'), becomes(91, 'open')],
    { stamp },
  );

  test('starts a new total resolution from the original creation; the old run keeps its verdict', () => {
    const [first, second] = told.all('sla_target', 'total_resolution');
    expect(first).toMatchObject({ state: 'met', endedAt: OPENED + 30 * MINUTE });
    expect(second).toMatchObject({ state: 'active', at: OPENED + 2 * HOUR, beganAt: OPENED });
  });

  test('leaves the first resolution as it was', () => {
    expect(told.one('sla_target', 'first_resolution').state).toBe('met');
  });

  test('starts a next response with the message that reopened it', () => {
    expect(told.one('sla_target', 'next_response')).toMatchObject({
      state: 'active',
      at: OPENED + 100 * MINUTE,
    });
  });
});

describe('each metric', () => {
  test('periodic updates run between public agent messages, pausable ones stop while pending', () => {
    const stamp = stampOf({
      policies: [policyOf({ periodic_update: within(60), pausable_update: within(60) })],
    });
    const steps = [created(), says(10, 'agent:a1'), becomes(20, 'pending'), becomes(60, 'open')];
    const running = tell(steps, { stamp });
    expect(minute(running.one('sla_target', 'periodic_update').at)).toBe(70);
    expect(minute(running.one('sla_target', 'pausable_update').at)).toBe(110);
    const given = tell([...steps, says(80, 'agent:a1'), becomes(80, 'solved')], { stamp });
    expect(given.one('sla_target', 'periodic_update')).toMatchObject({
      state: 'breached',
      valueMs: within(70),
    });
    expect(given.one('sla_target', 'pausable_update')).toMatchObject({ state: 'met', valueMs: within(30) });
  });

  test('requester wait stops in pending, agent work in on_hold too', () => {
    const stamp = stampOf({ policies: [policyOf({ requester_wait: within(60), agent_work: within(60) })] });
    const told = tell([created(), becomes(10, 'pending'), becomes(20, 'on_hold'), becomes(50, 'open')], {
      stamp,
    });
    expect(minute(told.one('sla_target', 'requester_wait').at)).toBe(70);
    expect(minute(told.one('sla_target', 'agent_work').at)).toBe(100);
  });

  test('queue wait runs in each stay of its own, and only an answer fulfils it', () => {
    const stamp = stampOf({ policies: [policyOf({ queue_wait: within(2) })] });
    const queued = (minutes: number, queue: string) =>
      step(minutes, 'customer', { type: 'queued', position: null }, { queue });
    const told = tell(
      [
        queued(0, 'q1'),
        step(1, 'system', { type: 'transferred', to_queue: 'q2' }),
        queued(1, 'q2'),
        step(4, 'agent:a1', { type: 'answered' }),
      ],
      { stamp, stream: 'chats', channel: 'voice' },
    );
    const targets = told
      .all('sla_target')
      .map(({ state, queue, beganAt }) => [queue, state, minute(beganAt)]);
    expect(targets).toEqual([
      ['q1', 'cancelled', 0],
      ['q2', 'breached', 1],
    ]);
    const left = tell([queued(0, 'q1'), step(3, 'customer', { type: 'abandoned' })], {
      stamp,
      stream: 'chats',
      channel: 'voice',
    });
    expect(left.one('sla_target').state).toBe('breached');
  });

  test('a call has no responses to promise, a survey nothing at all', () => {
    const stamp = stampOf({ policies: [policyOf({ first_response: HOUR })] });
    const started = step(0, 'customer', { type: 'started', priority: null });
    expect(tell([started], { stamp, stream: 'chats', channel: 'voice' }).all('sla_target')).toEqual([]);
    expect(tell([started], { stamp, stream: 'chats', channel: 'chat' }).all('sla_target')).toHaveLength(1);
    const sent = step(0, 'system', { type: 'sent', survey_id: 's', kind: 'csat', agent_id: null });
    expect(
      tell([sent], { stamp, stream: 'surveys' }).facts.map(({ fact, policy }) => [fact, policy]),
    ).toEqual([['survey_sent', '']]);
  });
});
