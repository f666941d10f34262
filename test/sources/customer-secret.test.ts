import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../services/lib/config/environment.ts';
import { customerSecretOf } from '../../services/sources/customer-secret.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'linewatch-secret-'));
  folders.push(made);
  return made;
}

const of = (variables: Record<string, string>) => customerSecretOf(readEnvironment(variables));

describe('what ids of customers are made with', () => {
  it('is what the environment says', () => {
    const secret = 'sixteen or longer';
    expect(of({ CUSTOMER_ID_SECRET: secret, KAFKA_BROKERS: 'kafka:9092' })).toBe(secret);
    expect(() => of({ CUSTOMER_ID_SECRET: 'short' })).toThrow(/16 characters/);
  });

  it('is made once in a data folder, for its owner alone, and the same for all that runs there', () => {
    const dataDir = path.join(folder(), 'new');
    const secret = of({ DATA_DIR: dataDir });
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(of({ DATA_DIR: dataDir })).toBe(secret);
    expect(readdirSync(dataDir)).toEqual(['customer-id.secret']);
    expect(statSync(path.join(dataDir, 'customer-id.secret')).mode & 0o777).toBe(0o600);
    expect(of({ DATA_DIR: folder() })).not.toBe(secret);
  });

  it('has to be said where servers are named: several machines must make the same ids', () => {
    expect(() => of({ DATA_DIR: folder(), KAFKA_BROKERS: 'kafka:9092' })).toThrow(
      expect.objectContaining({ code: 'CUSTOMER_SECRET_NEEDED' }),
    );
  });
});
