/**
 * Unpacks what producers of other languages compress with. kafkajs itself knows gzip alone, and stops at a batch of
 * any other kind for good, with all that comes behind it; franz-go compresses with Snappy unless it is told otherwise,
 * and a topic may be set to any. Importing this file teaches kafkajs in this process. Nothing is compressed: of our own
 * producers none does.
 */
import { Decompress } from 'fzstd';
import kafkajs from 'kafkajs';
import { decompressFrame } from 'lz4-napi';
import { uncompress } from 'snappy';

// Node does not see the names of a CommonJS module that it takes over from others.
const { CompressionCodecs, CompressionTypes } = kafkajs;

/** Most bytes that a batch may unpack to: brokers take 1 MiB, and a small one may claim gigabytes. */
const MAX_BYTES = 64 * 1_048_576;

type Unpack = (bytes: Buffer) => Promise<Buffer>;

CompressionCodecs[CompressionTypes.Snappy] = codec(unpackSnappy);
CompressionCodecs[CompressionTypes.LZ4] = codec(async (bytes) => checked(await decompressFrame(bytes)));
CompressionCodecs[CompressionTypes.ZSTD] = codec(unpackZstd);

function codec(decompress: Unpack) {
  const compress = () => Promise.reject(new Error('nothing is compressed with this'));
  return () => ({ compress, decompress });
}

/** What Java's clients put before the blocks that they make; others write a block alone. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
/** The magic, two versions. */
const XERIAL_HEADER_BYTES = 16;

async function unpackSnappy(bytes: Buffer): Promise<Buffer> {
  if (!bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return unpackBlock(bytes);
  const blocks: Buffer[] = [];
  let total = 0;
  for (let at = XERIAL_HEADER_BYTES; at < bytes.length; ) {
    const from = at + 4;
    at = from + bytes.readUInt32BE(at);
    if (at > bytes.length) throw new RangeError('a block is cut off');
    const block = await unpackBlock(bytes.subarray(from, at));
    total += block.length;
    blocks.push(block);
    if (total > MAX_BYTES) throw tooLarge();
  }
  return Buffer.concat(blocks);
}

/** A block begins with the length that it unpacks to, seven bits a byte, the lowest first. */
async function unpackBlock(bytes: Buffer): Promise<Buffer> {
  let length = 0;
  for (let i = 0; i < 5 && i < bytes.length; i++) {
    length += (bytes[i]! & 0x7f) * 2 ** (7 * i);
    if (bytes[i]! < 0x80) break;
  }
  if (length > MAX_BYTES) throw tooLarge();
  return (await uncompress(bytes)) as Buffer;
}

async function unpackZstd(bytes: Buffer): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Decompress((part) => {
    total += part.length;
    if (total > MAX_BYTES) throw tooLarge();
    parts.push(part);
  });
  stream.push(bytes, true);
  return Buffer.concat(parts);
}

function checked(bytes: Buffer): Buffer {
  if (bytes.length > MAX_BYTES) throw tooLarge();
  return bytes;
}

function tooLarge(): RangeError {
  return new RangeError(`a batch unpacks to more than ${MAX_BYTES} bytes`);
}
