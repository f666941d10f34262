import { describe, expect, it } from 'vitest';
import { genesys } from '../../../services/sources/genesys/index.ts';
import { customers, readRecords } from './support/figures.ts';
import { bridged, conversation, part, seg, sess } from './support/records.ts';

const AT = Date.UTC(2026, 2, 3, 9);

/** Everything that Genesys knows of a customer, each with a word that stands nowhere else. */
const SECRETS = {
  ani: 'tel:+4930111111',
  dnis: 'tel:+4930222222',
  sessionDnis: 'tel:+4930333333',
  addressFrom: 'secret-from@mail.example',
  addressTo: 'secret-to@mail.example',
  addressSelf: 'secret-self@mail.example',
  addressOther: 'secret-other@mail.example',
  remote: 'secret remote',
  remoteNameDisplayable: 'secret displayable',
  callbackUserName: 'secret callback name',
  callbackNumbers: ['+4930444444'],
  cc: ['secret-cc@mail.example'],
  journeyCustomerId: 'secret-journey',
};
const HIDDEN = /secret|49 ?30|@|hush/i;

const call = conversation(
  AT,
  AT + 60_000,
  [
    part(
      'customer',
      [sess('voice', [seg('interact', AT, AT + 60_000, { disconnectType: 'endpoint' })], SECRETS)],
      {
        participantName: 'secret name',
        attributes: { 'secret attribute': 'secret value', ssn: 'hush' },
      },
    ),
    part('acd', [
      sess(
        'voice',
        [
          seg('interact', AT + 9, AT + 20_000, {
            queueId: 'q1',
            disconnectType: 'transfer',
            subject: 'secret subject',
          }),
        ],
        SECRETS,
      ),
    ]),
    part(
      'agent',
      [
        sess(
          'voice',
          [
            seg('interact', AT + 20_000, AT + 60_000, { queueId: 'q1' }),
            seg('wrapup', AT + 60_000, AT + 60_000, {
              wrapUpNote: 'secret note',
              wrapUpTags: ['secret tag'],
            }),
          ],
          SECRETS,
        ),
      ],
      { userId: 'a1', participantName: 'secret agent' },
    ),
  ],
  { externalTag: 'secret tag' },
);
const start = bridged('customer.start', {
  ...SECRETS,
  eventTime: AT,
  conversationId: 'c1',
  mediaType: 'VOICE',
  direction: 'INBOUND',
  subject: 'secret subject',
});

describe('of a customer', () => {
  it('nothing goes into events but a pseudonymous id', () => {
    const { events, faults } = readRecords([JSON.stringify(call), JSON.stringify(start)]);
    expect(faults).toEqual([]);
    expect(JSON.stringify(events)).not.toMatch(HIDDEN);
    const ids = new Set(events.map(({ value }) => ('customer' in value ? value.customer?.id : '')));
    expect([...ids]).toEqual([customers.idOf('+4930111111')]);
  });

  it.each([
    [{ ani: 'tel:+4930111111' }, '+4930111111'],
    [{ ani: 'sip:+4930111111@carrier.example;user=phone' }, '+4930111111'],
    [{ ani: 'sip:ada@corp.example' }, 'ada@corp.example'],
    [{ addressFrom: 'Ada@Mail.example' }, 'ada@mail.example'],
    [{ direction: 'outbound', ani: 'tel:+4930999', dnis: 'tel:+4930111111' }, '+4930111111'],
    [{ callbackNumbers: ['+4930111111'] }, '+4930111111'],
    [{ ani: 'sip:anonymous@anonymous.invalid' }, ''],
    [{ ani: 'tel:unknown' }, ''],
    [{ ani: '' }, ''],
  ])('the address %j is known as %s', (fields, address) => {
    const record = conversation(AT, AT + 9, [
      part('customer', [sess('voice', [seg('interact', AT, AT + 9)], fields)]),
    ]);
    const { events } = readRecords([JSON.stringify(record)]);
    const id = 'customer' in events[0]!.value ? (events[0]!.value.customer?.id ?? '') : null;
    expect(id).toBe(customers.idOf(address));
  });

  it('an external contact is one person whatever the address', () => {
    const side = (ani: string) =>
      part('customer', [sess('voice', [seg('interact', AT, AT + 9)], { ani })], { externalContactId: 'x1' });
    const idOf = (ani: string) => {
      const { events } = readRecords([JSON.stringify(conversation(AT, AT + 9, [side(ani)]))]);
      return 'customer' in events[0]!.value ? events[0]!.value.customer?.id : null;
    };
    expect(idOf('tel:+491')).toBe(idOf('tel:+492'));
    expect(idOf('tel:+491')).toBe(customers.idOf('x1'));
  });

  it('nothing stays in a dead letter, and what happened does', () => {
    for (const record of [call, start]) {
      const redacted = genesys.redact({ line: 1, text: JSON.stringify(record) });
      expect(redacted).not.toMatch(HIDDEN);
    }
    const kept = JSON.parse(genesys.redact({ line: 1, text: JSON.stringify(call) }));
    expect(kept.conversationId).toBe(call.conversationId);
    expect(kept.participants[1].sessions[0].segments[0]).toEqual({
      segmentStart: new Date(AT + 9).toISOString(),
      segmentEnd: new Date(AT + 20_000).toISOString(),
      segmentType: 'interact',
      conference: false,
      queueId: 'q1',
      disconnectType: 'transfer',
    });
    expect(genesys.redact({ line: 1, text: 'secret text, no JSON' })).toBe('{"unreadable":20}');
  });

  it('nothing stands in faults', () => {
    const broken = {
      conversationId: 'c1',
      conversationStart: 'secret time',
      participants: [{ sessions: 'secret' }],
    };
    const { faults } = readRecords([JSON.stringify(broken), JSON.stringify({ secret: 1 }), 'secret {']);
    expect(faults).toHaveLength(3);
    expect(JSON.stringify(faults)).not.toMatch(HIDDEN);
  });
});
