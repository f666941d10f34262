import { type Fault, faultWords } from '../lib/errors.ts';
import type { RawRecord } from '../sources/source.ts';
import type { RejectedRow } from './rejects.ts';
import { createSideFile } from './side-file.ts';

/** Records of a contact system that were not understood. */
export interface RejectedRecords {
  readonly count: number;
  /** How many, by the first thing that is wrong with each. */
  readonly reasons: ReadonlyMap<string, number>;
  /** The first of them. */
  readonly first: readonly RejectedRow[];
  add(record: RawRecord, faults: readonly Fault[]): Promise<void>;
  close(): Promise<void>;
}

export interface RejectedRecordsOptions {
  /** The side file: each record as it is in the file, behind a line with # that says why. */
  path: string;
  /** The file that is imported, which must not be overwritten. */
  source: string;
  /** How many records `first` may hold. */
  maxListed: number;
}

const MARK = '# Linewatch: not imported from ';
/** Reasons that are told apart: a file of garbage has no end of them. */
const MAX_REASONS = 50;
const OTHERS = 'other reasons';

/**
 * Counts records that were not understood, lists the first and writes all of them to a side file. It stays where the
 * file itself is, so the records are in it as they were, with all that is personal.
 * @throws {LinewatchError} as `createSideFile` does
 */
export function createRejectedRecords({ path, source, maxListed }: RejectedRecordsOptions): RejectedRecords {
  const reasons = new Map<string, number>();
  const first: RejectedRow[] = [];
  const file = createSideFile({ path, source, mark: MARK, rest: source });
  let count = 0;

  return {
    reasons,
    first,
    get count() {
      return count;
    },
    async add({ line, text }, faults) {
      count += 1;
      const [reason = 'not understood', ...more] = faults.map(faultWords);
      const kind = reason.replaceAll(/\[\d+\]/g, '[]');
      const key = reasons.has(kind) || reasons.size < MAX_REASONS ? kind : OTHERS;
      reasons.set(key, (reasons.get(key) ?? 0) + 1);
      if (first.length < maxListed) first.push({ line, code: 'UNKNOWN_RECORD', reason });
      await file.write(`# line ${line}: ${[reason, ...more].join('; ')}\n${text}\n`);
    },
    close: () => file.close(),
  };
}
