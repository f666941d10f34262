import type { AuditEntry } from '../../schemas/types.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { hashOfEntry } from './chain.ts';
import { ENTRY_COLUMNS, type StoredEntry } from './query.ts';

/** What is wrong with a chain: at which place, and what. */
export interface ChainFault {
  chain: string;
  seq: number;
  fault: 'altered' | 'missing' | 'doubled' | 'unlinked';
}

/** How the entries of chains hang together so far, to be given them in the order of chain and place. */
export function createChainCheck() {
  const faults: ChainFault[] = [];
  let last: { chain: string; seq: number; hash: string } | null = null;

  function add(stored: StoredEntry): void {
    const { chain, seq, hash, previous } = stored;
    const before = last !== null && last.chain === chain ? last : { chain, seq: 0, hash: '' };
    const tell = (fault: ChainFault['fault'], at = seq) => faults.push({ chain, seq: at, fault });
    if (hashOfEntry(entryOf(stored)) !== hash) tell('altered');
    if (seq === before.seq) tell('doubled');
    else if (seq > before.seq + 1) tell('missing', before.seq + 1);
    else if (previous !== before.hash) tell('unlinked');
    last = { chain, seq, hash };
  }

  return { add, faults };
}

const PAGE = 5_000;

/** Looks at every entry that is stored, and gives how many there are and what is wrong. */
export async function checkChains(
  clickhouse: ClickHouse,
  onProgress: (entries: number) => void,
): Promise<{ entries: number; chains: number; faults: readonly ChainFault[] }> {
  const check = createChainCheck();
  const chains = await clickhouse.query<{ chain: string }>({
    sql: 'SELECT DISTINCT chain FROM audit ORDER BY chain',
    params: {},
  });
  let entries = 0;
  for (const { chain } of chains) {
    for (let after = { seq: -1, hash: '' }; ; ) {
      const rows: StoredEntry[] = await clickhouse.query<StoredEntry>({
        sql: `SELECT ${ENTRY_COLUMNS} FROM audit FINAL
WHERE chain = {chain:String} AND (audit.seq > {seq:Int64} OR audit.seq = {seq:Int64} AND hash > {hash:String})
ORDER BY audit.seq, hash LIMIT {limit:UInt32}`,
        params: { chain, ...after, limit: PAGE },
      });
      rows.forEach(check.add);
      entries += rows.length;
      onProgress(entries);
      const end = rows.at(-1);
      if (end === undefined || rows.length < PAGE) break;
      after = { seq: end.seq, hash: end.hash };
    }
  }
  return { entries, chains: chains.length, faults: check.faults };
}

function entryOf({ hash: _, subjectKind, ...rest }: StoredEntry): Omit<AuditEntry, 'hash'> {
  return { ...rest, subject_kind: subjectKind };
}
