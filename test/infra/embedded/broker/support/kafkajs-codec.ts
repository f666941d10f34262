import { createRequire } from 'node:module';
import { Writer } from '../../../../../infra/embedded/broker/protocol/writer.ts';
import type { Wire } from './wire.ts';

interface Definition {
  versions: string[];
  protocol(options: { version: number }): (parameters: object) => {
    request: { apiKey: number; encode(): Promise<{ buffer: Buffer }> };
    response: { decode(bytes: Buffer): Promise<unknown>; parse(decoded: unknown): Promise<unknown> };
  };
}

const require = createRequire(import.meta.url);

/** A request as kafkajs writes it, in any version it knows, its answer as kafkajs reads it. */
export function kafkajsRequest(name: string) {
  const definition = require(`kafkajs/src/protocol/requests/${name}`) as Definition;
  return {
    versions: definition.versions.map(Number),
    async send<Answer>(wire: Wire, version: number, parameters: object): Promise<Answer> {
      const { request, response } = definition.protocol({ version })(parameters);
      const { buffer } = await request.encode();
      const answer = await wire.exchangeBytes(request.apiKey, version, new Writer().raw(buffer));
      return (await response.parse(await response.decode(answer))) as Answer;
    },
  };
}
