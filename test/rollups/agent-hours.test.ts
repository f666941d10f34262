import { describe, expect, it } from 'vitest';
import { touchedAgentHours } from '../../services/rollups/agent-hours.ts';
import { HOUR_MS } from '../../services/rollups/notes.ts';

const BEGIN = Date.UTC(2024, 2, 4);
const at = (hours: number) => BEGIN + hours * HOUR_MS;

/** The hours that are noted, ascending. */
function noted(touch: (touched: ReturnType<typeof touchedAgentHours>) => void, now: number) {
  const touched = touchedAgentHours();
  touch(touched);
  const { columns, count } = touched.rows(now);
  const halves = new Uint32Array(new Uint8Array(Buffer.concat(columns.hour.chunks())).buffer);
  const hours = Array.from({ length: count }, (_, i) => halves[2 * i]! + halves[2 * i + 1]! * 0x1_0000_0000);
  return hours.map((hour) => (hour - BEGIN) / HOUR_MS).sort((a, b) => a - b);
}

describe('the hours that news of agents touches', () => {
  it('are none of news that comes at once: its hour is not over, and later ones are not', () => {
    expect(noted((touched) => touched.state(at(5.1)), at(5.2))).toEqual([]);
    expect(noted((touched) => touched.plan(at(30)), at(5.2))).toEqual([]);
  });

  it('of a late state are those that are over, for two days from its own on', () => {
    expect(noted((touched) => touched.state(at(5.9)), at(8.2))).toEqual([5, 6, 7]);
    const all = noted((touched) => touched.state(at(5.9)), at(500));
    expect([all[0], all.at(-1), all.length]).toEqual([5, 53, 49]);
  });

  it('of a plan are those of four days: one that it makes void begins within its two, and lasts as long', () => {
    const all = noted((touched) => touched.plan(at(0)), at(500));
    expect([all[0], all.at(-1), all.length]).toEqual([0, 96, 97]);
  });

  it('are noted once, however much news there is', () => {
    const all = noted((touched) => {
      for (let minute = 0; minute < 60; minute++) touched.state(at(minute / 60));
      touched.state(at(1));
    }, at(500));
    expect(all).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});
