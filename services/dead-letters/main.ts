import { connectKafka, connectRegistry } from '../lib/connections.ts';
import { type Letter, originOf, SOURCE_STAGE } from '../lib/kafka/letters.ts';
import { createLog } from '../lib/log.ts';
import type { ServerContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import { type LetterFilter, matches } from './filter.ts';
import { readLetters } from './read-topic.ts';
import { createFirstOfItsKind, createReplayer } from './replay.ts';

export interface ListOptions extends LetterFilter {
  /** Most letters shown one by one; all are counted. */
  limit: number;
}

export interface ReplayOptions extends LetterFilter {
  dryRun: boolean;
  /** Records a second. */
  rate: number;
}

/** `linewatch dead-letters list`: one line a record, then how many of each reason. Values are not shown. */
export async function listDeadLetters(
  servers: ServerContext,
  options: ListOptions,
  terminal: Terminal,
): Promise<number> {
  const reasons = new Map<string, number>();
  let shown = 0;
  await readLetters(connections(servers), async (letter) => {
    if (!matches(options, letter)) return;
    reasons.set(letter.reason, (reasons.get(letter.reason) ?? 0) + 1);
    if (shown++ < options.limit) terminal.say(lineOf(letter));
  });
  if (shown > options.limit) terminal.say(`... and ${shown - options.limit} more (--limit shows more)`);
  for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1])) terminal.say(`${reason}: ${count}`);
  if (shown === 0) terminal.say('No dead letters.');
  return 0;
}

/**
 * `linewatch dead-letters show <origin>`: everything of one record, its value too. Whoever asks for one record may
 * see what is in it; it goes to the terminal and to no log. Gives 1 if there is no such letter.
 */
export async function showDeadLetter(
  servers: ServerContext,
  origin: string,
  terminal: Terminal,
): Promise<number> {
  let found = false;
  await readLetters(connections(servers), async (letter) => {
    if (originOf(letter) !== origin) return;
    found = true;
    for (const [name, value] of Object.entries(letter)) terminal.say(`${name}: ${show(value)}`);
  });
  if (!found) terminal.say(`No dead letter of ${origin}; origins are <topic>/<partition>/<offset>.`);
  return found ? 0 : 1;
}

/**
 * `linewatch dead-letters replay`: puts the records back where they came from, or says which it would, and how many
 * cannot be put back because they never were in Kafka.
 */
export async function replayDeadLetters(
  servers: ServerContext,
  options: ReplayOptions,
  terminal: Terminal,
): Promise<number> {
  const connected = connections(servers);
  const replayer = options.dryRun ? null : await createReplayer(connected.kafka, options.rate);
  const isFirst = createFirstOfItsKind();
  let count = 0;
  let neverEvents = 0;
  try {
    await readLetters(connected, async (letter) => {
      // Of what is forgotten there is nothing to put back.
      if (letter.reason === 'forgotten' || !matches(options, letter) || !isFirst(letter)) return;
      if (letter.stage === SOURCE_STAGE) {
        neverEvents++;
        return;
      }
      count++;
      if (replayer === null) terminal.say(lineOf(letter));
      else {
        await replayer.replay(letter);
        terminal.progress(`${count} records replayed`);
      }
    });
  } finally {
    await replayer?.close();
  }
  terminal.say(`${count} records ${options.dryRun ? 'would be replayed' : 'replayed'}.`);
  if (neverEvents > 0) {
    terminal.say(
      `${neverEvents} left out: what contact systems wrote and nobody understood never was in Kafka, and a letter holds it ` +
        'without what is personal, so there is nothing to put back. Once a newer version understands it, have the ' +
        'system send it again, or import its files.',
    );
  }
  return 0;
}

function connections({ environment, endpoints }: ServerContext) {
  const log = createLog({ level: environment.LOG_LEVEL ?? 'warn' });
  return {
    kafka: connectKafka(environment, endpoints, 'dead-letters', log),
    registry: connectRegistry(endpoints),
    log,
  };
}

function lineOf(letter: Letter): string {
  const at = new Date(letter.failed_at).toISOString();
  const bytes = letter.value === null ? 'no value' : `${letter.value.length} bytes`;
  return `${at}  ${originOf(letter)}  ${letter.reason}  ${letter.detail} (${bytes})`;
}

function show(value: unknown): string {
  if (!Buffer.isBuffer(value))
    return JSON.stringify(value, (_, one) => (Buffer.isBuffer(one) ? one.toString('base64') : one));
  const text = value.toString('utf8');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: terminals must not be sent control characters.
  const readable = Buffer.from(text).equals(value) && !/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text);
  return readable ? JSON.stringify(text) : `base64 ${value.toString('base64')}`;
}
