import { describe, expect, it } from 'vitest';
import { LinewatchError } from '../../services/lib/errors.ts';
import { patiently } from '../../services/verify/patiently.ts';

/** Fails the first time, then answers. */
function failingOnce(error: Error): () => Promise<string> {
  let failed = false;
  return async () => {
    if (failed) return 'answer';
    failed = true;
    throw error;
  };
}

describe('verify', () => {
  it('asks a server again that did not answer', async () => {
    const away = new LinewatchError('CLICKHOUSE_UNAVAILABLE', 'socket hang up', { retriable: true });
    await expect(patiently(failingOnce(away))).resolves.toBe('answer');
  });

  it('does not ask again what was refused', async () => {
    const refused = new LinewatchError('CLICKHOUSE_UNKNOWN_TABLE', 'refused');
    await expect(patiently(failingOnce(refused))).rejects.toBe(refused);
  });
});
