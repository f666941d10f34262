import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../services/lib/config/environment.ts';
import type { FaultsError } from '../../../services/lib/errors.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'linewatch-environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const name = path.join(folder, `${Math.random()}`);
  writeFileSync(name, content);
  return name;
}

function faultsOf(variables: Record<string, string>): string[] {
  try {
    readEnvironment(variables);
  } catch (error) {
    return (error as FaultsError).faults.map((fault) => fault.path);
  }
  return [];
}

describe('the environment', () => {
  it('has a default for everything that the embedded servers need', () => {
    expect(readEnvironment({})).toMatchObject({ HOST: '127.0.0.1', QUERY_PORT: 8080, KAFKA_SSL: false });
  });

  it('takes a secret from a file, without the line end that editors leave', () => {
    const secret = readEnvironment({ COLLECTOR_ZENDESK_SECRET_FILE: file('s3cret\n') });
    expect(secret.COLLECTOR_ZENDESK_SECRET).toBe('s3cret');
  });

  it.each([
    ['variable', () => ({ COLLECTOR_ZENDESK_SECRET: '' })],
    ['file', () => ({ COLLECTOR_ZENDESK_SECRET_FILE: file('\n') })],
  ])('takes an empty %s for none: with an empty secret anybody could sign', (_, variables) => {
    expect(readEnvironment(variables()).COLLECTOR_ZENDESK_SECRET).toBeUndefined();
  });

  it('says all that is wrong at once, and repeats no value', () => {
    const variables = {
      KAFKA_BROKERS: 'nowhere',
      QUERY_PORT: '99999',
      CLICKHOUSE_CLUSTER: 'a-b',
      KAFKA_SASL_PASSWORD_FILE: '/nowhere/at/all',
      LOG_LEVEL: 'loud',
    };
    expect(faultsOf(variables).sort()).toEqual([
      'CLICKHOUSE_CLUSTER',
      'KAFKA_BROKERS.0',
      'KAFKA_SASL_PASSWORD_FILE',
      'LOG_LEVEL',
      'QUERY_PORT',
    ]);
    expect(() => readEnvironment(variables)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('nowhere') }),
    );
  });

  it('wants a name and a password with a SASL mechanism', () => {
    expect(faultsOf({ KAFKA_SASL_MECHANISM: 'plain' })).toEqual(['KAFKA_SASL_MECHANISM']);
  });

  it('takes proxies by address or network, and names everything else', () => {
    const { TRUSTED_PROXIES } = readEnvironment({ TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.1,fd00::/8' });
    expect(TRUSTED_PROXIES).toEqual(['10.0.0.0/8', '192.0.2.1', 'fd00::/8']);
    for (const text of ['proxy', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', 'true'])
      expect(faultsOf({ TRUSTED_PROXIES: text })[0], text).toMatch(/^TRUSTED_PROXIES/);
  });
});
