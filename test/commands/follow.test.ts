import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runLinewatch, type TemporaryFolder, temporaryFolder, waitUntil } from '../support/product.ts';
import { startRole } from '../support/role-process.ts';

describe('linewatch follow', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(() => folder.remove());

  it('says which systems write a file that can be followed', async () => {
    const { output, code } = await runLinewatch(['follow', 'genesys', '--queue-log', 'x']);
    expect(code).toBe(1);
    expect(output).toContain("'genesys' writes no file that can be followed: asterisk");
  });

  it('waits for the file and for Kafka, says so, and ends when it is told to', async () => {
    const file = path.join(folder.path, 'queue_log');
    const data = path.join(folder.path, 'data');
    const role = await startRole(['follow', 'asterisk', '--queue-log', file, '--from-start'], {
      DATA_DIR: data,
      KAFKA_BROKERS: '127.0.0.1:1',
      SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1',
      CUSTOMER_ID_SECRET: 'a secret of this test alone',
    });
    await waitUntil(() => role.output().includes('there is no file to read: waits for it'));
    await writeFile(file, '1785888000|1785888000.1|sales|NONE|ENTERQUEUE||0301000|1\n');
    await waitUntil(() => role.output().includes('waits for Kafka, and reads no further'));
    expect(await role.end('SIGTERM')).toBe(0);
    expect(role.output()).not.toContain('0301000');
    expect(await readdir(data)).toEqual([expect.stringMatching(/^follow-asterisk-[0-9a-f]{8}\.json$/)]);
  });
});
