import { setTimeout as sleep } from 'node:timers/promises';
import { TOPICS } from '../../schemas/index.ts';
import type { AuditEntry } from '../../schemas/types.ts';
import { type Backoff, backoffMs } from '../lib/backoff.ts';
import { codeOf } from '../lib/errors.ts';
import { HttpProblem } from '../lib/http/problems.ts';
import type { AvroProducer } from '../lib/kafka/producer.ts';
import type { Log } from '../lib/log.ts';
import type { Act } from './act.ts';
import type { AuditMetrics } from './metrics.ts';

/** Notes what people do and see. */
export interface Audit {
  /** Whether what cannot be noted must not be done. */
  required: boolean;
  /** Notes what was done. Never waits and never throws: what cannot be kept is in the log and in a metric. */
  note(act: Act): void;
  /**
   * Notes what is about to be done, and resolves once Kafka has it.
   *
   * @throws HttpProblem 503 `AUDIT_UNAVAILABLE` where it does not, within some seconds; it may be noted after all
   */
  sure(act: Act): Promise<void>;
  /** Waits for what is noted to be on Kafka, for some seconds; what is left is in the log. */
  close(): Promise<void>;
}

export interface AuditOptions {
  required: boolean;
  /** Most entries that wait for Kafka; each is a few hundred bytes, a list of conversations up to 300 kB. */
  maxWaiting: number;
  maxWaitingBytes: number;
  maxBatch: number;
  /** Whoever has to be sure waits this long. */
  sureMs: number;
  /** How long the end waits for Kafka. */
  closeMs: number;
  backoff: Backoff;
}

export const DEFAULT_AUDIT_OPTIONS: AuditOptions = {
  required: false,
  maxWaiting: 20_000,
  maxWaitingBytes: 32 * 1_048_576,
  maxBatch: 200,
  sureMs: 4_000,
  closeMs: 3_000,
  backoff: { minMs: 200, maxMs: 5_000 },
};

interface Waiting {
  entry: AuditEntry;
  bytes: number;
  /** Told once Kafka has it. */
  onKept?: () => void;
}

interface Deps {
  /** May come later: what is noted before waits. */
  producer: Promise<Pick<AvroProducer, 'send'>>;
  chain: (act: Act) => AuditEntry;
  metrics: AuditMetrics;
  log: Log;
}

/**
 * Entries wait in a bounded queue and go to Kafka in order, again and again until it has them. An entry that finds the
 * queue full has taken its place in the chain, so that it is missed there too.
 */
export function createAudit({ producer, chain, metrics, log }: Deps, options: AuditOptions): Audit {
  const waiting: Waiting[] = [];
  let waitingBytes = 0;
  let sending: Promise<void> | null = null;
  const closing = new AbortController();

  function lose(entry: AuditEntry, why: string): void {
    metrics.lost();
    log.error({ why, entry }, 'an entry of the audit log was not kept');
  }

  function add(act: Act, onKept?: () => void): boolean {
    const entry = chain(act);
    const bytes = sizeOf(entry);
    const isFull = waiting.length >= options.maxWaiting || waitingBytes + bytes > options.maxWaitingBytes;
    if (isFull || closing.signal.aborted) {
      lose(entry, isFull ? 'too many wait' : 'the process ends');
      return false;
    }
    waiting.push(onKept === undefined ? { entry, bytes } : { entry, bytes, onKept });
    waitingBytes += bytes;
    metrics.waiting(waiting.length);
    sending ??= send();
    return true;
  }

  async function send(): Promise<void> {
    for (let attempt = 0; waiting.length > 0; ) {
      const batch = waiting.slice(0, options.maxBatch);
      try {
        const values = batch.map(({ entry }) => ({ topic: TOPICS.audit, key: entry.chain, value: entry }));
        await (await producer).send(values);
        attempt = 0;
        waiting.splice(0, batch.length);
        for (const { bytes, onKept } of batch) {
          waitingBytes -= bytes;
          onKept?.();
        }
        metrics.waiting(waiting.length);
      } catch (error) {
        metrics.failed();
        if (attempt === 0)
          log.error({ code: codeOf(error), waiting: waiting.length }, 'the audit log cannot be written now');
        if (closing.signal.aborted) break;
        await sleep(backoffMs(attempt++, options.backoff), undefined, { signal: closing.signal }).catch(
          () => {},
        );
      }
    }
    // At once, not in a later turn: whatever is noted meanwhile has to begin anew.
    sending = null;
  }

  return {
    required: options.required,
    note(act) {
      add(act);
    },
    async sure(act) {
      const over = new AbortController();
      const kept = new Promise<boolean>((resolve) => {
        if (!add(act, () => resolve(true))) resolve(false);
      });
      const late = sleep(options.sureMs, false, { signal: over.signal }).catch(() => false);
      const isKept = await Promise.race([kept, late]);
      over.abort();
      if (!isKept) throw unavailable();
    },
    async close() {
      const over = new AbortController();
      await Promise.race([
        sending,
        sleep(options.closeMs, undefined, { signal: over.signal }).catch(() => {}),
      ]);
      over.abort();
      closing.abort();
      for (const { entry } of waiting.splice(0)) lose(entry, 'the process ends');
    },
  };
}

/** For tests and for what is not audited. */
export const NO_AUDIT: Audit = { required: false, note() {}, sure: async () => {}, close: async () => {} };

function sizeOf({ subjects, who, detail }: AuditEntry): number {
  const FIXED = 400;
  return FIXED + who.length + detail.length + subjects.reduce((sum, one) => sum + one.length + 2, 0);
}

function unavailable(): HttpProblem {
  return new HttpProblem(503, 'AUDIT_UNAVAILABLE', 'The audit log cannot be written', {
    detail: 'nothing is done or shown here that is not noted: try again in a moment',
  });
}
