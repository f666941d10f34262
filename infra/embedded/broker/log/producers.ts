import { errorCodes, ProtocolError } from '../protocol/errors.ts';
import type { Reader } from '../protocol/reader.ts';
import type { Writer } from '../protocol/writer.ts';
import type { BatchHeader } from './batch.ts';

/** Kafka remembers as many: idempotent clients have at most five requests under way. */
const REMEMBERED_BATCHES = 5;
/** Producers a partition remembers; the one that has been silent longest is forgotten first. */
const MAX_PRODUCERS = 1_000;
const SEQUENCE_MODULUS = 2 ** 31;

interface Producer {
  epoch: number;
  /** Oldest first. */
  batches: { firstSequence: number; lastSequence: number; baseOffset: number }[];
}

/** What a partition knows of its idempotent producers, to tell a repeated batch from a new one or a lost one. */
export class Producers {
  readonly #producers = new Map<number, Producer>();

  /**
   * The offset at which this very batch already stands in the log, or undefined if it is the next one.
   * Throws a {@link ProtocolError} if a newer epoch is known or if batches are missing in between.
   */
  findDuplicate(batch: BatchHeader): number | undefined {
    if (batch.producerId < 0) return undefined;
    if (batch.producerEpoch < 0 || batch.baseSequence < 0) {
      throw new ProtocolError(errorCodes.invalidRecord, 'a producer id without epoch or sequence');
    }
    const known = this.#producers.get(batch.producerId);
    // As in Kafka, an unknown producer may start anywhere: its past may have gone by retention.
    if (!known) return undefined;
    if (batch.producerEpoch < known.epoch) {
      throw new ProtocolError(errorCodes.invalidProducerEpoch, `epoch ${known.epoch} is known`);
    }
    const sameEpoch = batch.producerEpoch === known.epoch;
    const last = lastSequence(batch);
    const duplicate =
      sameEpoch &&
      known.batches.find((it) => it.firstSequence === batch.baseSequence && it.lastSequence === last);
    if (duplicate) return duplicate.baseOffset;
    const expected = sameEpoch ? (known.batches.at(-1)!.lastSequence + 1) % SEQUENCE_MODULUS : 0;
    if (batch.baseSequence !== expected) {
      throw new ProtocolError(
        errorCodes.outOfOrderSequenceNumber,
        `sequence ${batch.baseSequence} where ${expected} is next`,
      );
    }
    return undefined;
  }

  /** Takes note of a batch that stands in the log at `baseOffset`. */
  record(batch: BatchHeader, baseOffset: number): void {
    if (batch.producerId < 0) return;
    const known = this.#producers.get(batch.producerId);
    const batches = known?.epoch === batch.producerEpoch ? known.batches : [];
    batches.push({ firstSequence: batch.baseSequence, lastSequence: lastSequence(batch), baseOffset });
    if (batches.length > REMEMBERED_BATCHES) batches.shift();
    // Deleted and set again, so that the map's order is that of the last batch.
    this.#producers.delete(batch.producerId);
    this.#producers.set(batch.producerId, { epoch: batch.producerEpoch, batches });
    if (this.#producers.size > MAX_PRODUCERS) this.#producers.delete(this.#producers.keys().next().value!);
  }

  encode(writer: Writer): void {
    writer.array([...this.#producers], ([id, { epoch, batches }]) => {
      writer.int64(id).int16(epoch);
      writer.array(batches, (it) =>
        writer.int32(it.firstSequence).int32(it.lastSequence).int64(it.baseOffset),
      );
    });
  }

  static decode(reader: Reader): Producers {
    const producers = new Producers();
    reader.array(() => {
      const id = reader.int64();
      const epoch = reader.int16();
      const batches = reader.array(() => ({
        firstSequence: reader.int32(),
        lastSequence: reader.int32(),
        baseOffset: reader.int64(),
      }));
      producers.#producers.set(id, { epoch, batches });
    });
    return producers;
  }
}

function lastSequence(batch: BatchHeader): number {
  return (batch.baseSequence + batch.recordCount - 1) % SEQUENCE_MODULUS;
}
