/** CRC-32C (Castagnoli, RFC 3720 B.4), reflected polynomial. */
const POLYNOMIAL = 0x82f63b78;
const LANES = 8;

/** Tables for "slicing by 8" one after another in one array: about 0.9 GB/s here, a table an array only 0.5. */
const TABLES = buildTables();

/**
 * The CRC-32C of `buffer` from `start` to `end`, as an unsigned number.
 *
 * @param before that of the bytes before, where it is to be of both
 */
export function crc32c(buffer: Uint8Array, start = 0, end = buffer.length, before = 0): number {
  let crc = ~before;
  let i = start;
  for (const last = end - LANES; i <= last; i += LANES) {
    const low = crc ^ (buffer[i]! | (buffer[i + 1]! << 8) | (buffer[i + 2]! << 16) | (buffer[i + 3]! << 24));
    crc =
      TABLES[1792 + (low & 255)]! ^
      TABLES[1536 + ((low >>> 8) & 255)]! ^
      TABLES[1280 + ((low >>> 16) & 255)]! ^
      TABLES[1024 + (low >>> 24)]! ^
      TABLES[768 + buffer[i + 4]!]! ^
      TABLES[512 + buffer[i + 5]!]! ^
      TABLES[256 + buffer[i + 6]!]! ^
      TABLES[buffer[i + 7]!]!;
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ TABLES[(crc ^ buffer[i]!) & 255]!;
  return ~crc >>> 0;
}

function buildTables(): Int32Array {
  const tables = new Int32Array(LANES * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[byte] = crc;
  }
  for (let i = 256; i < tables.length; i++) {
    const previous = tables[i - 256]!;
    tables[i] = (previous >>> 8) ^ tables[previous & 255]!;
  }
  return tables;
}
