import { type Cursor, INCOMPLETE, skipPrefix, skipValues } from './native-layout.ts';

/** Since this revision of the protocol a column says whether its serialization is a special one. */
const REVISION_WITH_CUSTOM_SERIALIZATION = 54_454;
// Field 1: no overflow rows; field 2: bucket -1; end of fields.
const BLOCK_INFO = Buffer.from([1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0]);
const NOT_CUSTOM = Buffer.from([0]);

/**
 * Turns Native as the engine writes it into Native as clients with a `client_protocol_version` expect it, such as
 * clickhouse-go and with it Grafana's data source. ClickHouse's server does the same, but chDB cannot be told to.
 *
 * @returns a function that takes bytes as they come and gives back what is complete
 * @throws UnknownLayoutError from that function, for a type whose values cannot be skipped
 */
export function createNativeUpgrade(revision: number): (chunk: Uint8Array) => Buffer {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    const output: Buffer[] = [];
    for (;;) {
      const block = upgradeBlock(pending, revision);
      if (block === undefined) return Buffer.concat(output);
      output.push(...block.parts);
      pending = pending.subarray(block.length);
    }
  };
}

function upgradeBlock(bytes: Buffer, revision: number): { parts: Buffer[]; length: number } | undefined {
  if (bytes.length === 0) return undefined;
  const cursor = cursorOver(bytes);
  const parts: Buffer[] = [BLOCK_INFO];
  let copied = 0;
  try {
    const columns = cursor.varint();
    const rows = cursor.varint();
    for (let column = 0; column < columns; column += 1) {
      cursor.text();
      const type = cursor.text();
      if (revision >= REVISION_WITH_CUSTOM_SERIALIZATION) {
        parts.push(bytes.subarray(copied, cursor.position()), NOT_CUSTOM);
        copied = cursor.position();
      }
      if (rows === 0) continue;
      skipPrefix(type, cursor);
      skipValues(type, rows, cursor);
    }
  } catch (error) {
    if (error === INCOMPLETE) return undefined;
    throw error;
  }
  parts.push(bytes.subarray(copied, cursor.position()));
  return { parts, length: cursor.position() };
}

function cursorOver(bytes: Buffer): Cursor {
  let at = 0;
  const cursor: Cursor = {
    skip(length) {
      if (at + length > bytes.length) throw INCOMPLETE;
      at += length;
    },
    varint() {
      let value = 0;
      for (let scale = 1; ; scale *= 128) {
        cursor.skip(1);
        const byte = bytes[at - 1]!;
        value += (byte % 128) * scale;
        if (byte < 128) return value;
      }
    },
    uint64() {
      cursor.skip(8);
      return Number(bytes.readBigUInt64LE(at - 8));
    },
    text() {
      const length = cursor.varint();
      cursor.skip(length);
      return bytes.toString('utf8', at - length, at);
    },
    position: () => at,
  };
  return cursor;
}
