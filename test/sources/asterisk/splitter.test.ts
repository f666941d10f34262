import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asterisk } from '../../../services/sources/asterisk/index.ts';
import { stays, T0 } from './support/tell.ts';

function split(...pieces: string[]) {
  const splitter = asterisk.createSplitter();
  return [...pieces.flatMap((piece) => splitter.push(piece)), ...splitter.end()];
}
const textsOf = (text: string) => split(text).map((record) => record.text);

const LINES = [
  `${T0}|${T0}.17|sales|NONE|ENTERQUEUE||4930123456|1`,
  `${T0 + 10}|${T0}.17|sales|Anna|CONNECT|10|${T0}.18|4`,
  `${T0 + 70}|${T0}.17|sales|Anna|ATTENDEDTRANSFER|LINK|Local/1@x-0;1|Local/1@x-0;2|10|60|1`,
];

describe('the file', () => {
  it('gives its lines, whatever pieces it comes in', () => {
    const text = `\uFEFF${LINES.join('\n')}\n`;
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), (cuts) => {
        const borders = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = borders.slice(1).map((end, i) => text.slice(borders[i], end));
        expect(split(...pieces)).toEqual(LINES.map((line, i) => ({ line: i + 1, text: line })));
      }),
    );
  });

  it('keeps what has no line break yet', () => {
    const splitter = asterisk.createSplitter();
    expect(splitter.push(`${LINES[0]}\n${LINES[1]!.slice(0, 30)}`)).toEqual([{ line: 1, text: LINES[0] }]);
    expect(splitter.push(LINES[1]!.slice(30))).toEqual([]);
    expect(splitter.push('\r\n')).toEqual([{ line: 2, text: LINES[1] }]);
  });

  it('without an end is given out in pieces: memory is finite', () => {
    const splitter = asterisk.createSplitter();
    let given = 0;
    for (let i = 0; i < 100; i++) given += splitter.push('x'.repeat(10_000)).length;
    expect(given).toBeGreaterThan(5);
  });
});

describe('a table', () => {
  it('of Asterisk’s realtime (FreePBX, Issabel), with the data in five columns: the fifth has what is left', () => {
    const csv = `id,time,callid,queuename,serverid,agent,event,data1,data2,data3,data4,data5
1,"2023-11-14 22:00:00.120000",${T0}.17,sales,,NONE,ENTERQUEUE,,4930123456,1,,
2,"2023-11-14 22:00:10.480000",${T0}.17,sales,,Anna,CONNECT,10,${T0}.18,4,,
3,"2023-11-14 22:01:10.990000",${T0}.17,sales,,Anna,ATTENDEDTRANSFER,LINK,Local/1@x-0;1,Local/1@x-0;2,10,60|1
`;
    expect(stays(textsOf(csv))).toEqual(['sales answered 10.36 by Anna']);
    expect(textsOf(csv)[2]).toBe(
      `2023-11-14 22:01:10.990000|${T0}.17|sales|Anna|ATTENDEDTRANSFER|LINK|Local/1@x-0;1|Local/1@x-0;2|10|60|1`,
    );
  });

  it('with one column for all data', () => {
    const csv = `"time";"callid";"queuename";"agent";"event";"data"
"2023-11-14 22:00:00";"${T0}.17";"sales";"NONE";"ENTERQUEUE";"|4930123456|1"
"2023-11-14 22:00:33";"${T0}.17";"sales";"NONE";"ABANDON";"1|1|33"
`;
    expect(stays(textsOf(csv))).toEqual(['sales abandoned 33']);
  });

  it('of PostgreSQL (Wazo), as psql prints it, aligned or not', () => {
    const call = '1681282818.209622';
    const aligned = ` id |             time              |      callid       | queuename |   agent    |   event    | data1 | data2 | data3 | data4 | data5
----+-------------------------------+-------------------+-----------+------------+------------+-------+-------+-------+-------+-------
  1 | 2023-04-12 07:00:36.992026+00 | ${call} | first     | NONE       | ENTERQUEUE |       | 4930  | 1     |       |
  2 | 2023-04-12 07:00:37.008464+00 | ${call} | first     | NONE       | EXITEMPTY  | 1     | 1     | 0     |       |
  3 | 2023-04-12 07:00:37.025775+00 | ${call} | first     | NONE       | LEAVEEMPTY |       |       |       |       |
  4 | 2023-04-12 07:00:37.206645+00 | ${call} | second    | NONE       | ENTERQUEUE |       | 4930  | 1     |       |
  5 | 2023-04-12 07:01:29.36803+00  | ${call} | second    | Agent/3001 | CONNECT    | 52    | 1.2   | 5     |       |
(5 rows)
`;
    const bare = aligned
      .replaceAll(/ *\| */g, '|')
      .replaceAll(/^ +/gm, '')
      .replace(/^[-+]+\n/m, '');
    for (const table of [aligned, bare]) {
      expect(textsOf(table)).toHaveLength(5);
      expect(stays(textsOf(table))).toEqual(['first ended 0.016', 'second answered 52.162 by Agent/3001']);
    }
    const rest = 'time|callid|queuename|agent|event|data1|data2|data3|data4|data5\n';
    const linked = `2023-11-14 22:01:10|${T0}.17|sales|Anna|ATTENDEDTRANSFER|LINK|Local/1|Local/2|10|60|1`;
    expect(textsOf(rest + linked)).toEqual([linked]);
  });

  it('of QueueMetrics, which VICIdial writes', () => {
    const csv = `partition\ttime_id\tcall_id\tqueue\tagent\tverb\tdata1\tdata2\tdata3\tdata4\tserverid\tunique_row_count\tdata5
P01\t${T0}\tY1114220000000012345\tSALESLINE\tNONE\tENTERQUEUE\t\t4930123456\t1\tNULL\t10\t1\tNULL
P01\t${T0 + 8}\tY1114220000000012345\tSALESLINE\tAgent/6666\tCONNECT\t8\t\\N\t\\N\t\\N\t10\t2\t\\N
P01\t${T0 + 68}\tY1114220000000012345\tSALESLINE\tAgent/6666\tCOMPLETECALLER\t8\t60\t1\tNULL\t10\t3\tNULL
`;
    expect(stays(textsOf(csv))).toEqual(['SALESLINE answered 8 by Agent/6666']);
    expect(textsOf(csv).join()).not.toMatch(/NULL|\\N/);
  });

  it('whose cell has quotes and line breaks', () => {
    const csv = `time,callid,queuename,agent,event,data1\r\n${T0},${T0}.1,"a ""b"" | c",NONE,WITHDRAW,"1|1|2|
home"\r\n${T0},x,sales,NONE,ABANDON,1\r\n`;
    expect(split(csv)).toEqual([
      { line: 2, text: `${T0}|${T0}.1|a "b" _ c|NONE|WITHDRAW|1|1|2| home` },
      { line: 4, text: `${T0}|x|sales|NONE|ABANDON|1` },
    ]);
  });

  it('where a quote is never closed loses that line and goes on with the next', () => {
    const rows = Array.from({ length: 40 }, (_, i) => `${T0 + i},${T0}.${i},sales,NONE,ABANDON,1`);
    const csv = `time,callid,queuename,agent,event,data1\n${T0},"oops,sales,NONE,ABANDON,1\n${rows.join('\n')}\n`;
    expect(textsOf(csv)).toEqual([
      `${T0},"oops,sales,NONE,ABANDON,1`,
      ...rows.map((row) => row.replaceAll(',', '|')),
    ]);
  });
});
