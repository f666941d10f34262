import avro from 'avsc';
import { errors } from './errors.ts';

/**
 * The text under which a schema is stored and compared: without the blanks between its tokens. Everything else
 * stays as it was written.
 *
 * @throws RegistryError 42201 when the text is no Avro schema
 */
export function normalizeSchema(text: string): string {
  parseSchema(text);
  return text.replaceAll(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, '$1');
}

/** What keeps a reader's schema from reading a writer's data; undefined when nothing does. */
export function readingFault(reader: string, writer: string): string | undefined {
  try {
    parseSchema(reader).createResolver(parseSchema(writer));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function parseSchema(text: string): avro.Type {
  try {
    // Unions are wrapped, as otherwise avsc refuses those whose branches are one JavaScript type (int and long).
    return avro.Type.forSchema(JSON.parse(text), { wrapUnions: true, noAnonymousTypes: true });
  } catch (error) {
    throw errors.invalidSchema(error instanceof Error ? error.message : String(error));
  }
}
