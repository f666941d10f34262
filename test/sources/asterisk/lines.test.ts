import { describe, expect, it } from 'vitest';
import { asterisk } from '../../../services/sources/asterisk/index.ts';
import { at, readings, T0 } from './support/tell.ts';

const CALL = `${T0}.17`;
const read = (text: string, zone?: string) => readings([text], { zone }).all[0]!;

describe('a line that says nothing that is counted', () => {
  it.each([
    ['RINGNOANSWER|15000', 'ringing'],
    ['RINGCANCELED|3000', 'ringing'],
    ['AGENTDUMP|', 'ringing'],
    ['OUTCALL|ANSWER|65|100', 'outgoing_call'],
    ['PENALTY|3', 'settings'],
    ['RINGINUSE|1', 'settings'],
    ['CONFIGRELOAD|', 'settings'],
    ['QUEUESTART|', 'start'],
    ['DID|4930999', 'note'],
    ['INFO|IVRSTART', 'note'],
    ['CALLSTATUS|SALE', 'note'],
    ['WRAPUPSTART|15', 'note'],
    ['FULL|', 'not_queued'],
    ['CLOSED|', 'not_queued'],
    ['JOINEMPTY|', 'not_queued'],
    ['DIVERT_CA_RATIO|', 'not_queued'],
    ['DIVERT_HOLDTIME|', 'not_queued'],
  ])('%s is ignored as %s', (data, word) => {
    expect(read(at(0, `${CALL}|sales|Anna|${data}`))).toEqual({ ignored: word });
  });
});

describe('a line that is not understood', () => {
  it.each([
    ['', ['line']],
    ['once upon a time', ['line']],
    [`${T0}|${CALL}|sales|Anna`, ['line']],
    [`yesterday|${CALL}|sales|NONE|ENTERQUEUE||1|1`, ['time']],
    [`99|${CALL}|sales|NONE|ENTERQUEUE||1|1`, ['time']],
    [at(0, `${CALL}|sales|Anna|SOMETHING|1`), ['event']],
    [at(0, `${CALL}|sales|Anna|some thing|1`), ['event']],
    [at(0, 'NONE|sales|NONE|ENTERQUEUE||1|1'), ['callid']],
    [at(0, `${CALL}|NONE|NONE|ENTERQUEUE||1|1`), ['queue']],
    [at(0, `${CALL}|sales|NONE|CONNECT|5|1.1|3`), ['agent']],
    [at(0, 'MANAGER|sales||ADDMEMBER|'), ['agent']],
    [`never|${'x'.repeat(201)}|sales|NONE|ABANDON|1|1|1`, ['time', 'callid']],
  ])('%s', (text, paths) => {
    const reading = read(text);
    expect('faults' in reading && reading.faults.map(({ path }) => path)).toEqual(paths);
  });

  it.each([',', ';', '\t'])(
    'a row of a table without a header, by %j, is told what is missing',
    (delimiter) => {
      const row = ['2026-11-29 10:00:00', CALL, 'sales', 'NONE', 'ENTERQUEUE', '', '4930', '1'].join(
        delimiter,
      );
      expect(read(row)).toEqual({
        faults: [
          { path: 'line', message: expect.stringContaining('names of its columns in its first line') },
        ],
      });
    },
  );

  it('says what is wrong and not with which value', () => {
    expect(JSON.stringify(read('0049301234|0049301234|0049301234|0049301234|0049301234'))).not.toMatch(
      /0049/,
    );
  });
});

describe('the time of a line', () => {
  const timeOf = (time: string, zone?: string) => {
    const reading = read(`${time}|${CALL}|sales|NONE|ENTERQUEUE||1|1`, zone);
    return 'events' in reading ? new Date(reading.events[0]!.value.occurred_at).toISOString() : null;
  };

  it.each([
    ['1699999200', undefined, '2023-11-14T22:00:00.000Z'],
    ['1699999200.25', undefined, '2023-11-14T22:00:00.250Z'],
    ['2023-11-14 22:00:00', undefined, '2023-11-14T22:00:00.000Z'],
    ['2023-11-14 22:00:00.123456', undefined, '2023-11-14T22:00:00.123Z'],
    ['2023-11-14 23:00:00.123456', 'Europe/Berlin', '2023-11-14T22:00:00.123Z'],
    ['2023-11-14 23:00:00.5+01', 'America/Lima', '2023-11-14T22:00:00.500Z'],
    ['2023-11-14T22:00:00Z', 'America/Lima', '2023-11-14T22:00:00.000Z'],
    ['2023-13-14 22:00:00', undefined, null],
  ])('%s in zone %s', (time, zone, expected) => {
    expect(timeOf(time, zone)).toBe(expected);
  });

  it('to the microsecond by table and to the second by file: one event', () => {
    const idOf = (time: string) => {
      const reading = read(`${time}|${CALL}|sales|NONE|ENTERQUEUE||1|1`);
      return 'events' in reading && reading.events[0]!.value.event_id;
    };
    expect(idOf('2023-11-14 22:00:00.123456')).toBe(idOf('1699999200'));
  });
});

describe('a line for the dead letters', () => {
  it.each([
    [
      at(0, `${CALL}|sales|NONE|ENTERQUEUE|http://crm/?n=4930123456|4930123456|1|Weber, Jo`),
      '***|***|***|***',
    ],
    [at(0, `${CALL}|sales|NONE|ENTERQUEUE||4930123456|1`), '|***|***'],
    [at(0, `${CALL}|sales|Anna|BLINDTRANSFER|4930123456|outbound|10|60|1`), '***|***|***|***|***'],
    [at(0, `${CALL}|sales|NONE|WITHDRAW|1|1|33|call Weber 4930123456`), '***|***|***|***'],
    [at(0, `${CALL}|sales|Anna|COMPLETECALLER|10|60|1`), '10|60|1'],
    [at(0, `${CALL}|sales|Anna|CONNECT|10|${T0}.18|4`), `10|${T0}.18|4`],
    [at(0, `${CALL}|sales|Anna|ABANDON|1|1|4930123456`), '1|1|***'],
  ])('%s', (text, data) => {
    const redacted = asterisk.redact({ line: 1, text });
    expect(redacted).not.toMatch(/4930123456|Weber/);
    expect(redacted.split('|').slice(0, 5)).toEqual(text.split('|').slice(0, 5));
    expect(redacted.split('|').slice(5).join('|')).toBe(data);
  });

  it('of something else says how many fields it had', () => {
    expect(asterisk.redact({ line: 1, text: 'Weber, Jo|4930123456' })).toBe('***|***');
    expect(asterisk.redact({ line: 1, text: 'Weber|a@b.de|Jo|4930123456|call me|now' })).toBe(
      '***|***|***|***|***|***',
    );
  });
});
