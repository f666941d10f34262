import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mentions } from '../../services/forget/mentions.ts';
import { encodeBody } from '../../services/lib/avro/codec.ts';

const bytes = (text: string) => Buffer.from(text);

it('finds an id that is a word of its own, and none that is a part of another', () => {
  expect(mentions(bytes('{"customer":"cu-12","n":1}'), 'cu-12')).toBe(true);
  expect(mentions(bytes('cu-12'), 'cu-12')).toBe(true);
  expect(mentions(bytes('{"customer":"cu-123"}'), 'cu-12')).toBe(false);
  expect(mentions(bytes('{"customer":"xcu-12"}'), 'cu-12')).toBe(false);
  expect(mentions(bytes('{"customer":"cu-123","of":"cu-12"}'), 'cu-12')).toBe(true);
});

it('an id of one or two characters stands in bytes by chance, and counts only as Avro writes it', () => {
  expect(mentions(bytes('{"n": 7}'), '7')).toBe(false);
  expect(mentions(Buffer.from([2, 0x37, 0x99]), '7')).toBe(true);
});

it('finds any id in what Avro writes, whatever stands around it', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }), (id) => {
      const letter = encodeBody('contact.sla-alerts', {
        ...ALERT,
        conversation_id: id,
      });
      expect(mentions(letter, id)).toBe(true);
    }),
  );
});

const ALERT = {
  idempotency_key: 'k',
  alert_id: 'a',
  rule: 'r',
  kind: 'sla_breach',
  severity: 'warning',
  state: 'firing',
  reason: 'due',
  summary: 's',
  began_at: 1,
  changed_at: 2,
  late: false,
  unconfirmed: false,
  metric: null,
  value: null,
  threshold: null,
  labels: [],
  runbook: null,
};
