import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ruleOf } from '../support.ts';
import { createWorld, type Happening, SETTLE_MS } from './world.ts';

const RULES = [
  ruleOf({ id: 'breach', kind: 'sla_breach' }),
  ruleOf({ id: 'warning', kind: 'sla_warning', left: '1s' }),
];
const WARNING_MS = 1_000;

/** What happens to one target: when it is due is told, it may be paused, moved to later, and answered about when it is due. */
const life = fc
  .record({
    opens: fc.integer({ min: 0, max: 2_000 }),
    budget: fc.integer({ min: 0, max: 2_500 }),
    pause: fc.option(fc.record({ after: fc.integer({ min: 1, max: 2_000 }), length: fc.nat(1_000) })),
    answer: fc.option(
      fc.oneof(
        fc.integer({ min: -60, max: 60 }),
        fc.constantFrom(-1, 0, 1),
        fc.integer({ min: -2_000, max: 2_000 }),
      ),
    ),
    /** How long each takes to Kafka. What takes longer than `settle` comes too late to be waited for. */
    delays: fc.array(
      fc.oneof({ weight: 6, arbitrary: fc.nat(SETTLE_MS) }, { weight: 1, arbitrary: fc.nat(900) }),
      {
        minLength: 4,
        maxLength: 4,
      },
    ),
  })
  .map(({ opens, budget, pause, answer, delays }) => {
    const whats: { at: number; what: Happening['what'] }[] = [{ at: opens, what: { dueAt: opens + budget } }];
    let dueAt = opens + budget;
    if (pause !== null) {
      const from = opens + pause.after;
      if (from < dueAt) {
        dueAt += pause.length;
        whats.push({ at: from, what: 'paused' }, { at: from + pause.length, what: { dueAt } });
      }
    }
    const last = whats.at(-1)!.at;
    if (answer !== null) whats.push({ at: Math.max(last, dueAt + answer), what: 'answered' });
    return whats.map((one, i) => ({ ...one, arrivesAt: one.at + delays[i]! }));
  });

const log = fc
  .array(life, { minLength: 1, maxLength: 6 })
  .map((lives) =>
    lives
      .flatMap((whats, i) => whats.map((one): Happening => ({ ...one, conversation: `c${i}` })))
      .sort((a, b) => a.arrivesAt - b.arrivesAt),
  );

describe('whatever of the news is lost, doubled or late, whoever dies, and wherever the mirror is cut off,', () => {
  test('every missed target is told of once, and none that was met', async () => {
    const seen = { ahead: 0, stored: 0, resolved: 0, warnings: 0 };
    /** Seldom. */
    let both = 0;
    await fc.assert(
      fc.asyncProperty(log, fc.infiniteStream(fc.nat(99)), async (happenings, draws) => {
        const draw = () => draws.next().value as number;
        const isDrawn = (percent: number) => draw() < percent;
        const world = createWorld(happenings, RULES, () => draw() % 4);
        let alerting = world.startAlerting();
        let looking: Record<'ahead' | 'targets', Promise<void> | null> = { ahead: null, targets: null };

        function ingests(): void {
          if (isDrawn(5)) world.ingestDies();
          if (isDrawn(70)) world.tells(isDrawn(60) ? 100 : draw() % 3);
          if (isDrawn(40)) world.stores(isDrawn(70));
        }
        function follows(): void {
          if (isDrawn(3)) world.loses();
          while (isDrawn(70)) world.hears(isDrawn(8), draw());
          if (world.isBroken && isDrawn(30)) world.seeds();
        }
        /** Begins a look, unless the last of its kind is under way: the world goes on meanwhile. */
        function looks(kind: 'ahead' | 'targets'): void {
          if (looking[kind] !== null) return;
          const mine = looking;
          mine[kind] = alerting[kind].look().then(() => {
            mine[kind] = null;
          });
        }
        async function alerts(): Promise<void> {
          if (isDrawn(80)) looks('ahead');
          if (isDrawn(50)) looks('targets');
          if (isDrawn(5)) {
            alerting.dies();
            looking = { ahead: null, targets: null };
            alerting = world.startAlerting();
          }
          for (let turns = draw() % 12; turns > 0; turns--) await Promise.resolve();
        }

        while (world.now() < 7_000) {
          world.passes(draw());
          ingests();
          follows();
          await alerts();
        }
        await Promise.all([looking.ahead, looking.targets]);
        for (let i = 0; i < 4; i++) {
          world.passes(500);
          world.tells(1_000);
          world.stores(true);
          await alerting.targets.look();
        }

        expect(world.keys()).toEqual([...new Set(world.keys())]);
        const firing = world.saved.filter(({ state }) => state === 'firing');
        expect(firing.map(({ id }) => id)).toEqual([...new Set(firing.map(({ id }) => id))]);
        for (const { conversationId, rule, beganAt, savedAt } of firing) {
          const dueAt = rule === 'breach' ? beganAt : beganAt + WARNING_MS;
          // It was so after some record, from the last that had to be in Kafka on to the last that was there.
          const standings = world.standingsBetween(conversationId, beganAt + SETTLE_MS, savedAt);
          expect(
            standings.map((standing) => standing?.dueAt),
            `${rule} ${conversationId}`,
          ).toContain(dueAt);
        }
        for (const name of new Set(happenings.map(({ conversation }) => conversation))) {
          const last = world.standing(name);
          if (last === null) continue;
          const own = world.saved.filter(
            ({ conversationId, rule }) => conversationId === name && rule === 'breach',
          );
          // An alert that still fires when more time has been given and has passed too stands for both.
          const newest = own.filter(({ beganAt }) => beganAt === Math.max(...own.map((one) => one.beganAt)));
          if (newest.length > 0 && newest[0]!.beganAt < last.dueAt) both++;
          else expect(newest[0]?.beganAt, name).toBe(last.dueAt);
          const states = last.state === 'active' ? ['firing'] : ['firing', 'resolved'];
          expect(
            newest.map(({ state }) => state),
            name,
          ).toEqual(states);
        }
        for (const { state, rule, ahead } of world.saved) {
          if (state === 'resolved') seen.resolved++;
          else if (ahead) seen.ahead++;
          else seen.stored++;
          if (rule === 'warning') seen.warnings++;
        }
      }),
      { numRuns: Number(process.env.AHEAD_CASES ?? 300) },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
    expect(both).toBeLessThan(seen.ahead / 20);
    expect(seen.ahead).toBeGreaterThan(seen.stored);
  }, 120_000);
});
