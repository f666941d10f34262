import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClickHouseException } from '../../../../infra/embedded/clickhouse/errors.ts';
import { parseStatement } from '../../../../infra/embedded/clickhouse/sql/statement.ts';

const parse = (sql: string) => parseStatement(Buffer.from(sql));
const codeOf = (sql: string) => {
  try {
    return parse(sql).kind;
  } catch (error) {
    return (error as ClickHouseException).code;
  }
};

describe('a query', () => {
  test.each([
    ['SELECT 1', 'SELECT 1', undefined, ''],
    ['SELECT 1 FORMAT JSON', 'SELECT 1', 'JSON', ''],
    ['SELECT 1\nformat JSON;\n-- end', 'SELECT 1', 'JSON', ''],
    ['SELECT 1 SETTINGS a = 1 FORMAT JSON', 'SELECT 1 SETTINGS a = 1', 'JSON', ''],
    ['SELECT 1 FORMAT JSON SETTINGS a = 1, b = 2', 'SELECT 1', 'JSON', 'SETTINGS a = 1, b = 2'],
    ['SELECT 1 AS format', 'SELECT 1 AS format', undefined, ''],
    ['SELECT format FROM t', 'SELECT format FROM t', undefined, ''],
    ['SELECT a FROM format SETTINGS a = 1', 'SELECT a FROM format SETTINGS a = 1', undefined, ''],
    ["SELECT 'FORMAT CSV'", "SELECT 'FORMAT CSV'", undefined, ''],
    ['SELECT (SELECT 1 FORMAT CSV)', 'SELECT (SELECT 1 FORMAT CSV)', undefined, ''],
    ['DESCRIBE t SETTINGS a = 1 FORMAT CSV', 'DESCRIBE t', 'CSV', 'SETTINGS a = 1'],
    ['CHECK TABLE t SETTINGS a = 1', 'CHECK TABLE t', undefined, 'SETTINGS a = 1'],
    ['SHOW SETTINGS LIKE 1', 'SHOW SETTINGS LIKE 1', undefined, ''],
    ['(SELECT 1) UNION ALL (SELECT 2) FORMAT CSV', '(SELECT 1) UNION ALL (SELECT 2)', 'CSV', ''],
    ["SELECT 'ü;😀' FORMAT CSV", "SELECT 'ü;😀'", 'CSV', ''],
  ])('%s is taken apart', (text, sql, format, settings) => {
    expect(parse(text)).toMatchObject({ kind: 'read', sql, format, settings });
  });

  test('names its placeholders', () => {
    const { placeholders } = parse(
      "SELECT {a:String}, { b_1 : Array(UInt8) }, '{c:String}', {'d': 1}, map('e', 1)",
    );
    expect(placeholders).toEqual(['a', 'b_1']);
    expect(parse('CREATE VIEW v AS SELECT {a:String}').placeholders).toEqual([]);
  });
});

describe('an INSERT', () => {
  const dataOf = (sql: string) => {
    const statement = parse(sql);
    return statement.kind === 'insert' ? { ...statement, data: sql.slice(statement.dataStart) } : statement;
  };

  test.each([
    ['INSERT INTO t FORMAT CSV\n1\n', 'INSERT INTO t', '', 'CSV', '1\n'],
    ['INSERT INTO t (a, b) FORMAT CSV \r\n\n1', 'INSERT INTO t (a, b)', '', 'CSV', '\n1'],
    ["INSERT INTO d.t SETTINGS a = 'x' FORMAT TSV 1", 'INSERT INTO d.t', "SETTINGS a = 'x'", 'TSV', '1'],
    ["insert into t values ('a;\n\n'), (2)", 'insert into t', '', 'Values', " ('a;\n\n'), (2)"],
    ['INSERT INTO format FORMAT CSV 1', 'INSERT INTO format', '', 'CSV', '1'],
    [
      "INSERT INTO TABLE FUNCTION null('a Int8') FORMAT CSV 1",
      "INSERT INTO TABLE FUNCTION null('a Int8')",
      '',
      'CSV',
      '1',
    ],
    [
      'INSERT INTO `a;b` (* EXCEPT(c)) FORMAT CSV\nSELECT 1; DROP',
      'INSERT INTO `a;b` (* EXCEPT(c))',
      '',
      'CSV',
      'SELECT 1; DROP',
    ],
  ])('%j has target, settings, format and data', (text, target, settings, format, data) => {
    expect(dataOf(text)).toMatchObject({ kind: 'insert', target, settings, format, data });
  });

  test('of a query is a command', () => {
    expect(codeOf('INSERT INTO t SELECT 1')).toBe('command');
    expect(codeOf('INSERT INTO t (SELECT 1)')).toBe('command');
    expect(codeOf('INSERT INTO t (a) WITH 1 AS x SELECT x')).toBe('command');
    expect(codeOf('WITH 1 AS x INSERT INTO t SELECT x')).toBe('command');
  });

  test('leaves its data alone, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const head = Buffer.from('INSERT INTO t (a) FORMAT RowBinary\n');
        const statement = parseStatement(Buffer.concat([head, bytes]));
        expect(statement).toMatchObject({ kind: 'insert', dataStart: head.length });
      }),
    );
  });
});

describe('a second statement is found', () => {
  test.each([
    'SELECT 1; SELECT 2',
    "SELECT ';' ; SELECT 2",
    'SELECT 1 /* ; */ ; SELECT 2',
    'SELECT 1 /* /* */ */ ; SELECT 2',
    'SELECT 1 -- ;\n; SELECT 2',
    "SELECT '\\\\'; SELECT 2 --'",
    "SELECT ''''; SELECT 2",
    'SELECT `a``;`; SELECT 2',
    'SELECT $x$ ; $x$; SELECT 2',
    'SELECT ‘;’; SELECT 2',
    'INSERT INTO t SELECT 1; SELECT 2',
  ])('%s', (sql) => expect(codeOf(sql)).toBe(62));

  test.each([
    "SELECT ';'",
    "SELECT '\\';'",
    "SELECT ''';'",
    'SELECT ";", `;`',
    'SELECT 1 -- ;\n',
    'SELECT 1 # ; x',
    'SELECT /* /* ; */ ; */ 1',
    'SELECT $$;$$',
    'SELECT ‘;’ AS “;”',
    'SELECT 1;;',
  ])('but not in %s', (sql) => expect(codeOf(sql)).toBe('read'));

  test('behind any literal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const literal = `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
        expect(codeOf(`SELECT ${literal}`)).toBe('read');
        expect(codeOf(`SELECT ${literal}; SELECT 2`)).toBe(62);
      }),
    );
  });
});

test('what is not closed is an error', () => {
  for (const sql of ["SELECT 'a", 'SELECT `a', 'SELECT /* /* */', "SELECT 'a\\'"])
    expect(codeOf(sql)).toBe(62);
});

test('what would end the process or touch its files is refused', () => {
  expect(codeOf('SYSTEM SHUTDOWN')).toBe(497);
  expect(codeOf('system /* x */ kill')).toBe(497);
  expect(codeOf('SYSTEM SUSPEND FOR 10 SECOND')).toBe(497);
  expect(codeOf("SELECT 1 INTO OUTFILE 'x'")).toBe(358);
  expect(codeOf("INSERT INTO t FROM INFILE 'x' FORMAT CSV")).toBe(78);
  expect(codeOf("INSERT INTO t SELECT * FROM input('a Int8') FORMAT CSV")).toBe(48);
  expect(codeOf("SELECT 'SYSTEM SHUTDOWN'")).toBe('read');
  expect(codeOf('SYSTEM FLUSH LOGS')).toBe('command');
});

test('statements that stay with their session are known', () => {
  const changes = (sql: string) => parse(sql);
  for (const sql of [
    'SET a = 1',
    'USE d',
    'CREATE TEMPORARY TABLE t (a Int8)',
    'CREATE OR REPLACE TEMPORARY TABLE t',
  ]) {
    expect(changes(sql)).toMatchObject({ kind: 'command', changesSession: true });
  }
  expect(changes('CREATE TABLE t (a Int8)')).toMatchObject({ kind: 'command', changesSession: false });
});

test('any text is parsed or refused as ClickHouse would', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      try {
        parseStatement(Buffer.from(bytes));
      } catch (error) {
        expect(error).toBeInstanceOf(ClickHouseException);
      }
    }),
    { examples: [[Uint8Array.of(0x28)], [Uint8Array.of(0x3b)], [Uint8Array.of(0x24)]] },
  );
});
