import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, createWorld, NAME } from './support/world.ts';

type World = ReturnType<typeof createWorld>;

/** Long enough for anything that is waited for to be over. */
const LONG_MS = 30_000;

describe('following a file', () => {
  it('reads what is written, line by line', async () => {
    const world = createWorld();
    world.start();
    world.write(3);
    await world.clock.pass(200);
    world.write(2);
    await world.clock.pass(200);
    expect(world.sent).toHaveLength(5);
    expect(world.violations()).toEqual([]);
  });

  it('leaves a line that is half written until its rest comes', async () => {
    const world = createWorld();
    world.start();
    world.write(1);
    world.writePart();
    await world.clock.pass(LONG_MS);
    expect(world.sent).toHaveLength(1);
    world.finishLine();
    await world.clock.pass(200);
    expect(world.sent).toHaveLength(2);
    expect(world.violations()).toEqual([]);
  });

  it('waits for a file that is not there, and says so once', async () => {
    const world = createWorld();
    world.start();
    await world.clock.pass(LONG_MS);
    expect(world.said.filter((one) => one.includes('there is no file'))).toHaveLength(1);
    world.write(2);
    await world.clock.pass(200);
    expect(world.violations()).toEqual([]);
  });

  it('begins with what is written from now on, knowing what was written before', async () => {
    const world = createWorld({ fromStart: false });
    world.write(200);
    world.start();
    await world.clock.pass(200);
    expect(world.sent).toEqual([]);
    world.write(3);
    await world.clock.pass(200);
    expect(world.violations(201)).toEqual([]);
  });

  it('passes over nothing after its first start, even where it ended at once', async () => {
    const world = createWorld({ fromStart: false });
    world.start();
    await world.clock.pass(200);
    world.kill();
    world.write(5);
    world.start();
    await world.clock.pass(200);
    expect(world.violations()).toEqual([]);
  });

  it('goes on after a kill where Kafka had acknowledged all, and again with what it had not', async () => {
    const world = createWorld();
    world.start();
    world.write(100);
    await world.clock.pass(2_000);
    world.kill();
    world.write(100);
    world.start();
    await world.clock.pass(2_000);
    expect(world.sent).toHaveLength(200);
    expect(world.violations()).toEqual([]);
  });

  it('keeps its position when it is stopped', async () => {
    const world = createWorld();
    world.start();
    world.write(10);
    await world.clock.pass(150);
    await world.stop();
    expect(world.checkpoint?.position.place?.lines).toBe(10);
    world.start();
    await world.clock.pass(500);
    expect(world.sent).toHaveLength(10);
  });

  it('reads what is written to the old file after it was renamed, until the next one is written to', async () => {
    const world = createWorld();
    world.start();
    world.write(10);
    await world.clock.pass(200);
    world.rotateByRename();
    world.folder.create(NAME);
    await world.clock.pass(LONG_MS);
    world.write(5);
    await world.clock.pass(200);
    expect(world.sent).toHaveLength(15);
    world.open();
    world.write(5);
    await world.clock.pass(2_000);
    expect(world.violations()).toEqual([]);
  });

  it('reads the rest of a file that was copied and cut from the copy', async () => {
    const world = createWorld();
    world.start();
    world.write(100);
    await world.clock.pass(200);
    world.write(50);
    world.rotateByCopy();
    world.write(300);
    await world.clock.pass(LONG_MS);
    expect(world.violations()).toEqual([]);
    expect(world.sent).toHaveLength(450);
  });

  it('finds the file after several rotations that it did not see, packed ones too', async () => {
    const world = createWorld();
    world.start();
    world.write(100);
    await world.clock.pass(1_000);
    world.kill();
    for (let i = 0; i < 4; i++) {
      world.write(100);
      if (i % 2 === 0) world.rotateByCopy();
      else {
        world.rotateByRename();
        world.open();
      }
      world.beginPacking();
      world.finishPacking();
    }
    world.write(1);
    world.start();
    await world.clock.pass(LONG_MS);
    expect(world.violations()).toEqual([]);
  });

  it('does not read a file again to which packing gave another time', async () => {
    const world = createWorld();
    world.start();
    world.write(100);
    await world.clock.pass(200);
    world.rotateByRename();
    world.open();
    world.write(100);
    await world.clock.pass(2_000);
    world.beginPacking();
    for (const name of world.folder.all().filter((one) => one.endsWith('.gz')))
      world.folder.append(world.folder.get(name)!, Buffer.alloc(0));
    world.finishPacking();
    world.rotateByRename();
    world.open();
    world.write(100);
    await world.clock.pass(2_000);
    expect(world.sent).toHaveLength(300);
    expect(world.violations()).toEqual([]);
  });

  it('reads no further while Kafka is away, and holds two pieces of the file at most', async () => {
    const world = createWorld();
    world.start();
    await world.clock.pass(200);
    world.kafka(true);
    world.write(2_000);
    await world.clock.pass(LONG_MS);
    expect(world.sent).toEqual([]);
    const size = world.folder.get(NAME)!.content.length;
    expect(await world.metric('linewatch_follow_behind_bytes')).toBeGreaterThan(size - 2 * CHUNK_BYTES - 1);
    world.rotateByCopy();
    world.write(2_000);
    world.kafka(false);
    await world.clock.pass(LONG_MS);
    expect(world.violations()).toEqual([]);
  });

  it('reads a file once more that lost its end in a crash, with what was known at its beginning', async () => {
    const world = createWorld();
    world.start();
    world.write(100);
    await world.clock.pass(LONG_MS);
    const file = world.folder.get(NAME)!;
    const half = file.content.indexOf('\n51|') + 1;
    world.folder.truncate(file, half);
    world.folder.append(file, Buffer.from('51|x\n'));
    await world.clock.pass(LONG_MS);
    expect(world.said.some((one) => one.includes('reads it once more'))).toBe(true);
    const again = world.sent.slice(100).map(({ value }) => (value as { tags: string[] }).tags[0]);
    expect(again).toEqual(Array.from({ length: 51 }, (_, i) => `after ${i}`));
  });

  it('says that something is lost where the file is not found any more, and goes on with the next', async () => {
    const world = createWorld();
    world.start();
    world.write(10);
    await world.clock.pass(1_000);
    world.kill();
    world.folder.remove(NAME);
    world.open();
    world.write(10);
    world.start();
    await world.clock.pass(LONG_MS);
    expect(world.said.some((one) => one.includes('is lost'))).toBe(true);
    // The file itself is there: who is told that it is not looks in the wrong place.
    expect(world.said.filter((one) => one.includes('looks for one'))).toHaveLength(1);
    expect(world.said.filter((one) => one.includes('there is no file'))).toEqual([]);
    expect(world.sent).toHaveLength(20);
  });

  it('gives what has no end to the dead letters, once nobody can write it any more', async () => {
    const world = createWorld();
    world.start();
    world.write(1);
    const live = world.folder.get(NAME)!;
    world.folder.append(live, Buffer.from('2|xx'));
    world.rotateByRename();
    world.folder.append(world.folder.create(NAME), Buffer.from('3|x\n'));
    await world.clock.pass(LONG_MS);
    expect(world.sent.map(({ topic }) => topic)).toEqual([
      'contact.tickets',
      'contact.dead-letters',
      'contact.tickets',
    ]);
    expect((world.sent[1]!.value as { detail: string }).detail).toBe('the line has no end');
  });

  it('gives what is too long for a line to the dead letters, and goes on behind it', async () => {
    const world = createWorld();
    world.start();
    world.write(1);
    world.folder.append(world.folder.get(NAME)!, Buffer.from(`${'y'.repeat(5_000)}\n`));
    world.write(1);
    await world.clock.pass(1_000);
    const topics = world.sent.map(({ topic }) => topic);
    expect(topics.filter((topic) => topic === 'contact.tickets')).toHaveLength(2);
    expect(topics).toHaveLength(5);
  });
});

/** What may happen, in any order. */
const happenings = {
  write: fc.record({ do: fc.constant('write'), n: fc.integer({ min: 1, max: 120 }) }),
  other: fc.record({
    do: fc.constantFrom(
      'part',
      'rename',
      'open',
      'rename and open',
      'copy',
      'begin packing',
      'finish packing',
      'kill',
      'die when saving',
      'stop',
      'start',
      'kafka away',
      'kafka back',
    ),
    n: fc.integer({ min: 0, max: 5 }),
  }),
  pass: fc.record({ do: fc.constant('pass'), n: fc.integer({ min: 0, max: 1_500 }) }),
};
const happening = fc.oneof(
  { arbitrary: happenings.write, weight: 4 },
  { arbitrary: happenings.pass, weight: 4 },
  { arbitrary: happenings.other, weight: 6 },
);

async function happen(world: World, { do: what, n }: { do: string; n: number }): Promise<void> {
  if (what === 'write') world.write(n);
  else if (what === 'pass') await world.clock.pass(n);
  else if (what === 'part') world.writePart();
  else if (what === 'rename') world.rotateByRename();
  else if (what === 'open') world.open();
  else if (what === 'rename and open') {
    world.rotateByRename();
    world.open();
  } else if (what === 'copy') world.rotateByCopy();
  else if (what === 'begin packing') world.beginPacking();
  else if (what === 'finish packing') world.finishPacking();
  else if (what === 'kill') world.kill();
  else if (what === 'die when saving') world.dieWhenSaving(n);
  else if (what === 'stop') await world.stop();
  else if (what === 'start') world.ensureRunning();
  else world.kafka(what === 'kafka away');
}

describe('whatever happens to the file, to Kafka and to the process', () => {
  it('no line is lost, and each is read after the one before it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 5, maxLength: 60 }), async (list) => {
        const world = createWorld();
        world.start();
        await world.clock.pass(200);
        for (const one of list) await happen(world, one);
        world.finishLine();
        world.finishPacking();
        world.open();
        world.write(1);
        world.kafka(false);
        world.dieWhenSaving(1_000_000);
        world.ensureRunning();
        await world.clock.pass(25_000);
        world.kill();
        expect(world.violations()).toEqual([]);
      }),
      { numRuns: Number(process.env.FOLLOW_CASES ?? 100) },
    );
  });
});
