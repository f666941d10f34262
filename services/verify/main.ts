import { contactCenterFile, loadContactCenter } from '../center/contact-center.ts';
import type { Timeline } from '../domain/timeline/timeline.ts';
import { DEFAULT_INGEST_OPTIONS } from '../ingest/options.ts';
import { createPipeline } from '../ingest/pipeline.ts';
import { createReference } from '../ingest/reference.ts';
import { createClickHouseTimelineStore } from '../ingest/tracker/clickhouse-store.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { readRetention } from '../lib/clickhouse/retention.ts';
import { connectClickHouse, connectKafka, connectRegistry } from '../lib/connections.ts';
import { createLog } from '../lib/log.ts';
import type { ServerContext } from '../lib/role.ts';
import type { Terminal } from '../lib/terminal.ts';
import { readForgotten } from '../privacy/forgotten.ts';
import { peopleHashOf } from '../privacy/people.ts';
import { countContradictions } from './contradictions.ts';
import { type Finding, findingLines } from './finding.ts';
import { checkLive } from './live-check.ts';
import { checkLog } from './log-check.ts';
import { checkParts } from './parts-check.ts';
import { patientReader } from './patiently.ts';
import { repair } from './repair.ts';
import { checkRolledUp } from './rollups-check.ts';
import { checkBySql, checkStamps, readLost } from './sql-checks.ts';
import { checkStored } from './stored-check.ts';

export interface VerifyOptions {
  /** Rewrite the conversations that differ. */
  repair: boolean;
  /** Look every record up that Kafka still has; without it only what is stored is compared with itself. */
  log: boolean;
}

/**
 * `linewatch verify`: measures everything anew from the raw events and compares. Gives the exit code: 0 if nothing
 * differs, or if all that differed was repaired.
 */
export async function verify(
  servers: ServerContext,
  options: VerifyOptions,
  terminal: Terminal,
): Promise<number> {
  const { environment, endpoints } = servers;
  const clickhouse = patientReader(connectClickHouse(environment, endpoints));
  try {
    const contradictions = countContradictions();
    let findings = await examine({
      servers,
      clickhouse,
      options,
      terminal,
      onTimeline: contradictions.note,
    });
    for (const line of findingLines(findings)) terminal.say(line);
    for (const line of contradictions.lines()) terminal.say(line);
    const lost = await readLost(clickhouse);
    if (lost > 0)
      terminal.say(
        `Lost to Kafka's retention, known and beyond repair: ${lost.toLocaleString('en')} records`,
      );
    if (options.repair && differs(findings)) {
      terminal.say('Repaired what events can repair; once more:');
      const again = { ...options, repair: false };
      findings = await examine({ servers, clickhouse, options: again, terminal, onTimeline() {} });
      for (const line of findingLines(findings)) terminal.say(line);
    }
    terminal.say(differs(findings) ? 'There are differences.' : 'No difference.');
    return differs(findings) ? 1 : 0;
  } finally {
    await clickhouse.close();
  }
}

/** All checks; with `repair`, conversations that differ are rewritten on the way. */
async function examine({
  servers: { environment, endpoints },
  clickhouse,
  options,
  terminal,
  onTimeline,
}: {
  servers: ServerContext;
  clickhouse: ClickHouse;
  options: VerifyOptions;
  terminal: Terminal;
  onTimeline: (timeline: Timeline) => void;
}): Promise<Finding[]> {
  const stamps = await checkStamps(clickhouse);
  if (differs([stamps])) {
    terminal.say('Stamps are missing, without which nothing else can be checked or repaired.');
    return [stamps];
  }
  const timelines = createClickHouseTimelineStore(clickhouse);
  const keptFrom = await readKeptFrom(clickhouse, Date.now());
  let untold = 0;
  const stored = await checkStored({ clickhouse, timelines }, keptFrom, {
    progress: (day) => terminal.progress(`Measuring ${day} anew`),
    timeline: onTimeline,
    async untold(conversations) {
      untold += conversations.reduce((sum, { change }) => sum + change.upserts.length, 0);
      // There may be as many as there are facts: not all are kept in memory.
      if (options.repair) await repair(clickhouse, conversations);
    },
  });
  if (untold > 0)
    terminal.say(
      `${untold.toLocaleString('en')} facts ${options.repair ? 'did' : 'do'} not say what came before them; ${
        options.repair
          ? 'they do now'
          : 'distinct conversations in their time are counted from all facts, until `verify --repair` has rewritten them'
      }.`,
    );
  if (options.repair) await repair(clickhouse, stored.discrepancies);
  const findings = [
    ...stored.findings,
    stamps,
    ...(await checkBySql(clickhouse, keptFrom)),
    await checkParts(clickhouse),
    await checkRolledUp(clickhouse, options, (done, of) =>
      terminal.progress(`Comparing roll-ups: ${done} of ${of} hours`),
    ),
  ];
  if (!options.log) return findings;

  const log = createLog({ level: environment.LOG_LEVEL ?? 'warn' });
  const center = loadContactCenter(contactCenterFile(environment));
  const reference = createReference(center);
  const forgotten = await readForgotten(clickhouse);
  const registry = connectRegistry(endpoints);
  const pipeline = createPipeline({
    registry,
    reference: () => reference,
    // What was said is pinned on stored events; here only whether records could be read is asked.
    texts: () => null,
    forgotten: { current: () => forgotten, ready: async () => {} },
    // What is stored is looked up by these ids.
    people: peopleHashOf(environment, center.privacy),
    maxBytes: DEFAULT_INGEST_OPTIONS.maxValueBytes,
  });
  const kafka = connectKafka(environment, endpoints, 'verify', log);
  terminal.progress('Reading Kafka');
  findings.push(await checkLog({ kafka, clickhouse, pipeline, timelines, keptFrom, log }));
  terminal.progress('Comparing live news');
  return [...findings, await checkLive({ kafka, registry, clickhouse, keptFrom, log })];
}

const DAY_MS = 86_400_000;

/**
 * UTC ms: what was opened or happened before, retention may have removed in part, as rows go with merges; 0 where all is
 * kept. What events say that are gone is not to be taken from the facts that stay.
 */
async function readKeptFrom(clickhouse: ClickHouse, now: number): Promise<number> {
  const { events, facts, agentStates } = await readRetention(clickhouse);
  const days = [events, facts, agentStates].flatMap((one) => one ?? []);
  // A day is looked at as a whole.
  return days.length === 0 ? 0 : now - (Math.min(...days) - 1) * DAY_MS;
}

function differs(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.differences > 0);
}
