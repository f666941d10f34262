import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ReadingTools } from '../domain/words/read.ts';
import { eventWithoutText } from '../domain/words/take-text.ts';
import { codeOf } from '../lib/errors.ts';
import type { EventProducer } from '../lib/event-producer.ts';
import type { Log } from '../lib/log.ts';
import type { RoleContext } from '../lib/role.ts';
import type { ContactCenter } from './contact-center.ts';
import { centerInForce } from './in-force.ts';

/** What texts are read with at the moment. */
export interface Texts {
  /** Null: the center did not opt in, and texts are dropped unread. */
  tools(): ReadingTools | null;
  /** Takes another configuration; resolves once it is in force. */
  follow(center: Pick<ContactCenter, 'texts'>): Promise<void>;
}

export function createTexts(): Texts {
  let tools: ReadingTools | null = null;
  let isWanted = false;
  return {
    tools: () => tools,
    async follow({ texts }) {
      isWanted = texts.read;
      if (!isWanted) tools = null;
      else {
        const loaded = await loadReadingTools();
        if (isWanted) tools = loaded;
      }
    },
  };
}

/** Takes a configuration that was changed while others wait for nothing. */
export function keepUp(texts: Texts, changed: ContactCenter, log: Pick<Log, 'error'>): void {
  texts.follow(changed).catch((error) => log.error({ code: codeOf(error) }, 'texts are not read'));
}

/** Texts by the configuration in force, for as long as the lifecycle runs. */
export async function textsInForce(context: RoleContext): Promise<Texts> {
  const texts = createTexts();
  const center = await centerInForce(context, (changed) => keepUp(texts, changed, context.log));
  await texts.follow(center());
  return texts;
}

/** Puts events on Kafka without their texts: what a text says is read on this side of it. */
export function withoutTexts(producer: EventProducer, texts: Pick<Texts, 'tools'>): EventProducer {
  return {
    send: (events) => producer.send(events.map((event) => eventWithoutText(event, texts.tools()))),
    close: () => producer.close(),
  };
}

let loading: Promise<ReadingTools> | undefined;

/** Loads what texts are read with, once: it takes 150 ms and 90 MB, which only centers that opted in pay. */
export function loadReadingTools(): Promise<ReadingTools> {
  loading ??= load();
  return loading;
}

async function load(): Promise<ReadingTools> {
  // Of its sizes the smallest: on sentences of messages the others do no better.
  const { eld } = await import('eld/extrasmall');
  return {
    detect(text) {
      const found = eld.detect(text);
      return found.isReliable() ? found.language : null;
    },
    english: readLexicon(),
  };
}

/** VADER's lexicon: a line a word, with its mean valence and how it came about. */
function readLexicon(): ReadonlyMap<string, number> {
  const path = createRequire(import.meta.url).resolve('vader-sentiment/vader_lexicon.txt');
  const lines = readFileSync(path, 'utf8').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [word, valence] = line.split('\t');
      return word && /^\p{L}[\p{L}']*$/u.test(word) ? [[word, Number(valence)] as const] : [];
    }),
  );
}
