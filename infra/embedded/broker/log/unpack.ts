import { gunzipSync } from 'node:zlib';
import { decompress as unpackZstd } from 'fzstd';
import { decompressFrameSync as unpackLz4 } from 'lz4-napi';
import { uncompressSync } from 'snappy';

/** Most bytes that the records of a batch may unpack to. */
const MAX_BYTES = 64 * 1_048_576;
/** What Java's clients put before the blocks that they make with Snappy, and how long it is with its two versions. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER_BYTES = 16;

/**
 * The records of a batch as they are without compression; all at once, as nothing may be appended meanwhile.
 *
 * @param codec as the attributes of the batch name it
 */
export function unpackRecords(codec: number, packed: Buffer): Buffer {
  const records = unpack(codec, packed);
  if (records.length > MAX_BYTES) throw new RangeError(`a batch unpacks to more than ${MAX_BYTES} bytes`);
  return records;
}

function unpack(codec: number, packed: Buffer): Buffer {
  switch (codec) {
    case 0:
      return packed;
    case 1:
      return gunzipSync(packed, { maxOutputLength: MAX_BYTES });
    case 2:
      return unpackSnappy(packed);
    case 3:
      return unpackLz4(packed);
    case 4:
      return Buffer.from(unpackZstd(packed));
    default:
      throw new RangeError(`no compression has the number ${codec}`);
  }
}

function unpackSnappy(packed: Buffer): Buffer {
  if (!packed.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return block(packed);
  const blocks: Buffer[] = [];
  for (let at = XERIAL_HEADER_BYTES; at < packed.length; ) {
    const from = at + 4;
    at = from + packed.readUInt32BE(at);
    blocks.push(block(packed.subarray(from, at)));
  }
  return Buffer.concat(blocks);
}

function block(packed: Buffer): Buffer {
  return uncompressSync(packed) as Buffer;
}
