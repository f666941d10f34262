import { once } from 'node:events';
import net from 'node:net';
import { LinewatchError } from '../errors.ts';

const API_VERSIONS = 18;
/** The embedded broker's own, `infra/embedded/broker/apis/expunge.ts`; Apache Kafka has nothing like it. */
const EXPUNGE = 10_001;
const CONNECT_MS = 5_000;
const ANSWER_MS = 120_000;
/** Offsets in one request. */
const MAX_OFFSETS = 100_000;

/** Takes the content of records out of a broker's log. */
export interface Expunger {
  /** Resolves once it is no longer on the disk either; with how many of these records there were. */
  expunge(topic: string, partition: number, offsets: readonly bigint[]): Promise<number>;
  close(): void;
}

/** Null where the brokers cannot do it: of Apache Kafka, records go by age alone. Rejects where none answers. */
export async function connectExpunger(brokers: readonly string[]): Promise<Expunger | null> {
  const wire = await openWire(brokers[0]!);
  try {
    const answer = await wire.ask(API_VERSIONS, Buffer.alloc(0));
    // An error code, then six bytes an API.
    const count = answer.readInt32BE(2);
    for (let i = 0; i < count; i++) {
      if (answer.readInt16BE(6 + i * 6) === EXPUNGE) return expungerOn(wire);
    }
  } catch (error) {
    wire.close();
    throw error;
  }
  wire.close();
  return null;
}

function expungerOn(wire: Wire): Expunger {
  return {
    async expunge(topic, partition, offsets) {
      let expunged = 0;
      for (let at = 0; at < offsets.length; at += MAX_OFFSETS) {
        const some = offsets.slice(at, at + MAX_OFFSETS);
        const name = Buffer.from(topic);
        const body = Buffer.alloc(2 + name.length + 12 + 8 * some.length);
        let end = body.writeInt16BE(name.length, 0);
        end += name.copy(body, end);
        end = body.writeInt32BE(1, end);
        end = body.writeInt32BE(partition, end);
        end = body.writeInt32BE(some.length, end);
        for (const offset of some) end = body.writeBigInt64BE(offset, end);
        const answer = await wire.ask(EXPUNGE, body);
        const code = answer.readInt16BE(8);
        if (code !== 0) {
          throw new LinewatchError(
            'KAFKA_NOT_EXPUNGED',
            `${topic}/${partition} was not expunged: code ${code}`,
          );
        }
        expunged += answer.readInt32BE(10);
      }
      return expunged;
    },
    close: wire.close,
  };
}

interface Wire {
  /** The body of the answer. */
  ask(api: number, body: Buffer): Promise<Buffer>;
  close(): void;
}

/** A connection on which one question is asked at a time. */
async function openWire(broker: string): Promise<Wire> {
  const colon = broker.lastIndexOf(':');
  const socket = net.connect(Number(broker.slice(colon + 1)), broker.slice(0, colon));
  const away = (cause: unknown) =>
    new LinewatchError('KAFKA_UNAVAILABLE', `the broker ${broker} does not answer`, {
      cause,
      retriable: true,
    });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_MS) });
  } catch (error) {
    socket.destroy();
    throw away(error);
  }
  socket.on('error', () => {});
  let correlationId = 0;
  return {
    async ask(api, body) {
      const head = Buffer.alloc(14);
      head.writeInt32BE(10 + body.length, 0);
      head.writeInt16BE(api, 4);
      head.writeInt32BE(++correlationId, 8);
      // No client id.
      head.writeInt16BE(-1, 12);
      socket.write(Buffer.concat([head, body]));
      const stop = setTimeout(() => socket.destroy(), ANSWER_MS);
      let answer = Buffer.alloc(0);
      try {
        for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
          answer = Buffer.concat([answer, chunk as Buffer]);
          if (answer.length >= 4 && answer.length >= 4 + answer.readInt32BE(0)) return answer.subarray(8);
        }
      } catch (error) {
        throw away(error);
      } finally {
        clearTimeout(stop);
      }
      throw away(undefined);
    },
    close: () => socket.destroy(),
  };
}
