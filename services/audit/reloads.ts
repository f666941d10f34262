import { isDeepStrictEqual } from 'node:util';
import type { AccessConfig } from '../access/config.ts';
import type { AccessNews } from '../access/in-force.ts';
import type { FaultsError } from '../lib/errors.ts';
import type { Act, What } from './act.ts';
import type { Audit } from './audit.ts';

/** Nobody is known to have changed a file: who may, the machine says. */
const NOBODY = { who: '', role: '' };

/** Notes that reference data were taken, or refused. */
export function noteCenter(audit: Audit) {
  return {
    onTaken: () => audit.note(ofFile('configuration.changed', 'done')),
    onRefused: ({ faults }: FaultsError) =>
      audit.note({ ...ofFile('configuration.refused', 'refused'), detail: `${faults.length} faults` }),
  };
}

/** Notes which keys were let in, shut out and changed. */
export function noteAccess(audit: Audit): AccessNews {
  return {
    onChange(before, after) {
      const { ids, detail } = differenceOf(before, after);
      audit.note({
        ...NOBODY,
        what: 'access.changed',
        outcome: 'done',
        subjects: { kind: 'key', ids },
        detail,
      });
    },
    onRefused: ({ faults }) =>
      audit.note({ ...ofFile('access.refused', 'refused'), detail: `${faults.length} faults` }),
  };
}

function ofFile(what: What, outcome: Act['outcome']): Act {
  return { ...NOBODY, what, outcome };
}

/** By their names: a key that is replaced by another one of the same name is changed. */
function differenceOf(before: AccessConfig, after: AccessConfig): { ids: string[]; detail: string } {
  const byName = ({ principals }: AccessConfig) =>
    new Map([...principals].map(([hash, principal]) => [principal.name, { hash, principal }]));
  const [old, now] = [byName(before), byName(after)];
  const added = [...now.keys()].filter((name) => !old.has(name));
  const removed = [...old.keys()].filter((name) => !now.has(name));
  const changed = [...now.keys()].filter(
    (name) => old.has(name) && !isDeepStrictEqual(old.get(name), now.get(name)),
  );
  const parts = [`${added.length} added`, `${removed.length} removed`, `${changed.length} changed`];
  if (!isDeepStrictEqual(before.tokens, after.tokens)) parts.push('terms of tokens changed');
  return { ids: [...added, ...removed, ...changed], detail: parts.join(', ') };
}
