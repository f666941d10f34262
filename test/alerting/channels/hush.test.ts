import { describe, expect, it } from 'vitest';
import { createHush } from '../../../services/alerting/channels/hush.ts';
import { alertOf } from '../alerts.ts';

const firing = alertOf({ id: 'a' });
const resolved = alertOf({ id: 'a', version: 2, state: 'resolved' });
const ofBilling = ({ queue }: { queue: string }) => queue === 'billing';

describe('a silenced alert', () => {
  it('is told when the silence ends, if it still fires', () => {
    const hush = createHush();
    hush.change(ofBilling);
    expect(hush.pass([firing])).toEqual([]);
    expect(hush.change(ofBilling)).toEqual([]);
    expect(hush.change(() => false)).toEqual([firing]);
    expect(hush.pass([resolved])).toEqual([resolved]);
  });

  it('is not told at all if it is over before', () => {
    const hush = createHush();
    hush.change(ofBilling);
    expect(hush.pass([firing])).toEqual([]);
    expect(hush.pass([resolved])).toEqual([]);
    expect(hush.change(() => false)).toEqual([]);
  });

  it('that was told before is told to be over', () => {
    const hush = createHush();
    expect(hush.pass([firing])).toEqual([firing]);
    hush.change(ofBilling);
    expect(hush.pass([resolved])).toEqual([resolved]);
  });

  it('leaves the others alone', () => {
    const hush = createHush();
    hush.change(ofBilling);
    const other = alertOf({ id: 'b', queue: 'vip' });
    expect(hush.pass([firing, other])).toEqual([other]);
  });
});
