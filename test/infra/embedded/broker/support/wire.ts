import { once } from 'node:events';
import net from 'node:net';
import { Reader } from '../../../../../infra/embedded/broker/protocol/reader.ts';
import { Writer } from '../../../../../infra/embedded/broker/protocol/writer.ts';

/** A connection that sends what it is told, right or wrong, and gives back the answers in order. */
export class Wire {
  readonly #socket: net.Socket;
  readonly #answers: AsyncIterator<Buffer>;
  readonly closed: Promise<unknown>;
  #correlationId = 0;

  private constructor(socket: net.Socket) {
    this.#socket = socket;
    // Being cut off is what some tests are about; they see it by `closed`.
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.once('close', resolve));
    this.#answers = frames(socket);
  }

  static async open({ host, port }: { host: string; port: number }): Promise<Wire> {
    const socket = net.connect(port, host);
    await once(socket, 'connect');
    return new Wire(socket);
  }

  /** Sends bytes as they are. */
  sendRaw(bytes: Buffer): void {
    this.#socket.write(bytes);
  }

  /** Sends a request, whose answer is the next to {@link receive}. */
  send(apiKey: number, version: number, body: Writer): void {
    const header = new Writer()
      .int16(apiKey)
      .int16(version)
      .int32(++this.#correlationId)
      .nullableString('wire');
    const parts = [...header.finish(), ...body.finish()];
    const length = parts.reduce((sum, it) => sum + it.length, 0);
    this.sendRaw(Buffer.concat([...new Writer().int32(length).finish(), ...parts]));
  }

  /** The next answer, from its correlation id on. */
  async receive(): Promise<Buffer> {
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('the connection was closed');
    return value;
  }

  /** Sends a request and gives its answer, from behind the correlation id. */
  async exchangeBytes(apiKey: number, version: number, body: Writer): Promise<Buffer> {
    this.send(apiKey, version, body);
    const answer = await this.receive();
    const correlationId = answer.readInt32BE(0);
    if (correlationId !== this.#correlationId) throw new Error(`the answer is to ${correlationId}`);
    return answer.subarray(4);
  }

  async exchange(apiKey: number, version: number, body: Writer): Promise<Reader> {
    return new Reader(await this.exchangeBytes(apiKey, version, body));
  }

  close(): void {
    this.#socket.destroy();
  }
}

async function* frames(socket: net.Socket): AsyncGenerator<Buffer> {
  let bytes = Buffer.alloc(0);
  for await (const chunk of socket) {
    bytes = Buffer.concat([bytes, chunk as Buffer]);
    while (bytes.length >= 4 && bytes.length >= 4 + bytes.readInt32BE(0)) {
      const end = 4 + bytes.readInt32BE(0);
      yield bytes.subarray(4, end);
      bytes = bytes.subarray(end);
    }
  }
}
