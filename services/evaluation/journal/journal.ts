import { randomUUID } from 'node:crypto';
import type { ClickHouse } from '../../lib/clickhouse/client.ts';
import { instant, text, uint32, word } from '../../lib/clickhouse/native/columns.ts';
import { rowsOf } from '../../lib/clickhouse/native/rows.ts';
import { LinewatchError } from '../../lib/errors.ts';
import { getOrInsert } from '../../lib/get-or-insert.ts';
import type { Entry, SubjectKind } from './entry.ts';

/** What people set and agreed, in the table `journal`. All reject with a `CLICKHOUSE_*` code while it is away. */
export interface Journal {
  /** The entries that hold, by id and version; of one subject where an id is given. */
  read(kind: SubjectKind, id?: string): Promise<Entry[]>;
  /**
   * Adds an entry to a subject whose newest one is `version - 1`. Writes of one process come one after the other. Of two
   * processes that write within the same milliseconds one holds, and both stay in the table; in the worst case the
   * other one was not told.
   *
   * @throws LinewatchError `CHANGED_MEANWHILE` where somebody else was first: nothing has changed then
   */
  append(entry: Entry): Promise<void>;
}

interface Row extends Omit<Entry, 'body'> {
  entryId: string;
  body: string;
}

const journals = new WeakMap<ClickHouse, Journal>();

/** The journal of a connection: one for all who ask, so that what they write comes one after the other. */
export function journalOf(clickhouse: ClickHouse): Journal {
  return getOrInsert(journals, clickhouse, () => createJournal(clickhouse));
}

function createJournal(clickhouse: ClickHouse): Journal {
  /** Of a version, the first entry holds. */
  async function rowsOfSubject(kind: SubjectKind, id: string | undefined): Promise<Row[]> {
    return clickhouse.query<Row>({
      sql: `SELECT kind, id, version, entry_id AS entryId, toUnixTimestamp64Milli(at)::Float64 AS at, by, what, body
FROM journal FINAL
WHERE kind = {kind:String}${id === undefined ? '' : ' AND id = {id:String}'}
ORDER BY id, version, journal.at, entry_id
LIMIT 1 BY id, version`,
      params: id === undefined ? { kind } : { kind, id },
    });
  }

  async function add(entry: Entry): Promise<void> {
    const { kind, id, version } = entry;
    const before = await rowsOfSubject(kind, id);
    if ((before.at(-1)?.version ?? 0) !== version - 1) throw changedMeanwhile(entry);
    const entryId = randomUUID();
    await clickhouse.insert('journal', rowFor(entry, entryId));
    const after = await rowsOfSubject(kind, id);
    if (after.find((row) => row.version === version)?.entryId !== entryId) throw changedMeanwhile(entry);
  }

  let last: Promise<void> = Promise.resolve();

  return {
    async read(kind, id) {
      const rows = await rowsOfSubject(kind, id);
      return rows.map(({ entryId: _, body, ...row }) => ({ ...row, body: JSON.parse(body) as unknown }));
    },
    append(entry) {
      const added = last.then(() => add(entry));
      last = added.catch(() => {});
      return added;
    },
  };
}

function changedMeanwhile({ kind, id }: Entry): LinewatchError {
  return new LinewatchError('CHANGED_MEANWHILE', `the ${kind} ${id} was changed meanwhile; read it again`);
}

function rowFor({ kind, id, version, at, by, what, body }: Entry, entryId: string) {
  const rows = rowsOf({
    kind: word(),
    id: text(),
    version: uint32(),
    entry_id: text(),
    at: instant(),
    by: text(),
    what: word(),
    body: text(),
  });
  const { columns } = rows;
  columns.kind.add(kind);
  columns.id.add(id);
  columns.version.add(version);
  columns.entry_id.add(entryId);
  columns.at.add(at);
  columns.by.add(by);
  columns.what.add(what);
  columns.body.add(JSON.stringify(body));
  return rows;
}
