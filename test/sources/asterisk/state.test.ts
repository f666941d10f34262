import { describe, expect, it } from 'vitest';
import { asterisk } from '../../../services/sources/asterisk/index.ts';
import {
  MAX_AGENTS,
  MAX_CALLS,
  MAX_QUEUES,
  SILENT_CALL_MS,
} from '../../../services/sources/asterisk/state.ts';
import { at, customers, ends, readings, stays, T0 } from './support/tell.ts';

interface Kept {
  calls: [string, unknown][];
  agents: [string, unknown][];
  queues: unknown[];
}

describe('what is known between lines', () => {
  it('is forgotten of calls that have ended, after ten minutes', () => {
    const call = (seconds: number, number: number) => [
      at(seconds, `${T0}.${number}|sales|NONE|ENTERQUEUE||1|1`),
      at(seconds + 5, `${T0}.${number}|sales|NONE|ABANDON|1|1|5`),
    ];
    const lines = Array.from({ length: 1_000 }, (_, i) => call(i * 30, i)).flat();
    const { calls } = readings(lines).state as Kept;
    expect(calls.length).toBeGreaterThan(18);
    expect(calls.length).toBeLessThan(25);
  });

  it('has limits, whatever a log says: what goes beyond them is told as ended', () => {
    const reader = asterisk.createReader({ customers });
    const read = (text: string) => reader.read({ line: 1, text });
    let ended = 0;
    for (let i = 0; i < MAX_CALLS + 10; i++) {
      const reading = read(at(1, `${T0}.${i}|q${i}|NONE|ENTERQUEUE||1|1`));
      if ('events' in reading)
        ended += reading.events.filter(({ value }) => value.event.type === 'ended').length;
    }
    for (let i = 0; i < MAX_AGENTS + 10; i++) read(at(2, `MANAGER|sales|agent ${i}|ADDMEMBER|`));
    const { calls, agents, queues } = reader.state() as unknown as Kept;
    expect(calls).toHaveLength(MAX_CALLS);
    expect(agents).toHaveLength(MAX_AGENTS);
    expect(queues).toHaveLength(MAX_QUEUES);
    expect(ended).toBe(10);
    expect(calls[0]![0]).toBe(`${T0}.10`);
  });

  it('is refused where it is something else', () => {
    for (const state of [null, 1, {}, { version: 2 }, []])
      expect(() => asterisk.createReader({ customers, state })).toThrow();
  });

  it('cannot be made to mean something else by a name', () => {
    const lines = ['__proto__', 'constructor', 'toString'].flatMap((name) => [
      at(0, `${name}|${name}|NONE|ENTERQUEUE||1|1`),
      at(9, `${name}|${name}|${name}|CONNECT|9|1.1|1`),
    ]);
    expect(stays(lines)).toHaveLength(3);
    expect((readings(lines).state as Kept).calls.map(([id]) => id)).toEqual([
      '__proto__',
      'constructor',
      'toString',
    ]);
  });
});

describe('a call whose end was never written', () => {
  const day = SILENT_CALL_MS / 1000;
  const lost = [at(0, `${T0}.1|sales|NONE|ENTERQUEUE||1|1`), at(4, `${T0}.1|sales|Anna|RINGNOANSWER|3000`)];
  const later = (seconds: number) => at(seconds, `${T0 + seconds}.2|help|NONE|ENTERQUEUE||1|1`);

  it('ends at its last line, once it has been silent for a day', () => {
    expect(stays([...lost, later(day - 60), later(day - 60)])).toEqual(['sales waits', 'help waits']);
    const lines = [...lost, later(day + 60), later(day + 60)];
    expect(stays(lines)).toEqual(['sales ended 4', 'help waits']);
    expect(ends(lines)).toEqual(['closed', 'open']);
  });

  it('and not because the time of one line is wrong', () => {
    const wrong = at(90 * day, `${T0}.9|help|NONE|ABANDON|1|1|1`);
    expect(stays([...lost, wrong, later(60)])).toContain('sales waits');
  });
});
