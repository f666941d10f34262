import { describe, expect, it } from 'vitest';
import { assumptions } from '../../dashboards/source/build/workforce.ts';
import { readTyped } from '../../dashboards/viewer/src/state/typed-value.ts';

const hintOf = (name: string) => assumptions.find((one) => one.name === name)?.description ?? '';
const typedInto = (name: string, text: string) => readTyped(text, hintOf(name));

describe('what is typed into the boxes of what if', () => {
  it.each(['volume_change', 'goal', 'shrinkage', 'max_occupancy'])('is per cent from 1 on in %s', (name) => {
    expect(typedInto(name, '25')).toBe('25%');
    expect(typedInto(name, ' 12.5 ')).toBe('12.5%');
    expect(typedInto(name, '25%')).toBe('25%');
  });

  it('is less of it with a sign', () => {
    expect(typedInto('volume_change', '-5')).toBe('-5%');
    expect(typedInto('volume_change', '+10')).toBe('+10%');
  });

  it('stays a share below 1, and what it is where it is no number', () => {
    for (const text of ['0.85', '.9', '0', '-0.1', '80/20', 'lots', ''])
      expect(typedInto('goal', text)).toBe(text);
  });

  it('stays a time where the box is of one', () => {
    expect(typedInto('aht', '300')).toBe('300');
    expect(typedInto('within', '20')).toBe('20');
  });

  it('may be of full width', () => {
    expect(typedInto('volume_change', '１０％')).toBe('10%');
  });
});
