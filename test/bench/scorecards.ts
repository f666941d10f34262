import { Registry } from 'prom-client';
import { parseContactCenter } from '../../services/center/contact-center.ts';
import type { ScorecardView } from '../../services/evaluation/view.ts';
import type { HttpApp } from '../../services/lib/http/app.ts';
import { createQueryApp } from '../../services/query/app.ts';
import { createRefresh } from '../../services/rollups/refresh.ts';
import { cpuSecondsOf } from './cpu.ts';
import { atMost, type Bench, figure, type Line, median, percentile } from './report.ts';
import { scaled } from './scale.ts';
import { AGENTS, agentOf, countFacts, TEAMS, teamOf, writeFacts } from './scorecards/facts.ts';
import { type BenchServers, startBenchServers } from './servers.ts';

const NAME = 'scorecards';
/** A quarter of these has 5,000,000 facts. */
const CONVERSATIONS = scaled(1_600_000);
const DAYS = 365;
const UNTIL = Date.UTC(2026, 0, 1);
const NOW = UNTIL + 86_400_000;
const QUESTIONS = 10;
const QUARTER_MS = 300;
const YEAR_MS = 1_000;

/** The usual scorecard with the goals of the example, and five metrics that a team chose. */
const CONFIGURATION = `teams: [${range(TEAMS, (i) => `{ id: ${teamOf(i)} }`)}]
agents: [${range(AGENTS, (i) => `{ id: ${agentOf(i)}, team: ${teamOf(i)} }`)}]
goals:
  - { metric: csat, target: 0.85, direction: at_least }
  - { metric: aht, target: 12m, direction: at_most }
`;
const FIVE = `${CONFIGURATION}scorecards:
  - id: five
    role: agent
    metrics:
      - { metric: csat, weight: 3, floor: 0.2 }
      - { metric: first_response_mean, points: z }
      - { metric: aht }
      - { metric: sla_attainment, goal: 0.9 }
      - { metric: reopen_rate, goal: 0.05, floor: 0.2 }
`;

function range(count: number, make: (number: number) => string): string {
  return Array.from({ length: count }, (_, i) => make(i)).join(', ');
}

/** Scorecards of a thousand agents over a quarter and a year. */
export const scorecardsBench: Bench = {
  name: NAME,
  title: 'scorecards of 1,000 agents over a quarter and a year',
  async run(say) {
    const servers = await startBenchServers();
    try {
      const { clickhouse } = servers;
      const facts = await writeFacts(clickhouse, { conversations: CONVERSATIONS, days: DAYS, until: UNTIL });
      say(`${facts} facts written`);
      const { hours } = await createRefresh(clickhouse, () => NOW).refresh({
        maxNew: Number.POSITIVE_INFINITY,
        signal: new AbortController().signal,
      });
      say(`${hours} hours of facts rolled up`);
      const quarter = await countFacts(clickhouse, Date.UTC(2025, 9, 1), UNTIL);
      const lines = [
        figure(NAME, 'facts of the quarter', quarter, ''),
        figure(NAME, 'facts of the year', facts, ''),
      ];
      for (const [name, configuration] of [
        ['five metrics', FIVE],
        ['the usual card', CONFIGURATION],
      ] as const) {
        lines.push(...(await askAll(servers, name, configuration)));
      }
      return lines;
    } finally {
      await servers.stop();
    }
  },
};

async function askAll(
  { clickhouse, context: { log }, embedded }: BenchServers,
  name: string,
  configuration: string,
): Promise<Line[]> {
  const pid = embedded.process.pid!;
  const center = parseContactCenter(configuration, 'bench.yaml');
  const app = await createQueryApp({
    clickhouse,
    center: () => center,
    metrics: new Registry(),
    checks: {},
    log,
    now: () => NOW,
  });
  try {
    const lines: Line[] = [];
    for (const [period, goal] of [
      ['quarter', QUARTER_MS],
      ['year', YEAR_MS],
    ] as const) {
      const url = `/api/v1/scorecards?period=${period}&at=-1`;
      const what = `${name}, ${period}`;
      const rolled = await ask(app, url, pid);
      const exact = await ask(app, `${url}&exact=now`, pid);
      if (JSON.stringify(rolled.cards) !== JSON.stringify(exact.cards))
        throw new Error(`${what}: other cards from roll-ups than from all facts`);
      lines.push(
        atMost(NAME, `${what}, p50`, median(rolled.times), goal, ' ms'),
        figure(NAME, `${what}, slowest of ${QUESTIONS}`, percentile(rolled.times, 1), ' ms'),
        figure(NAME, `${what}, of all facts anew, p50`, median(exact.times), ' ms'),
        figure(NAME, `${what}, engine's processor time`, rolled.cpuMs, ' ms'),
        figure(NAME, `${what}, of all facts anew, the same`, exact.cpuMs, ' ms'),
      );
    }
    return lines;
  } finally {
    await app.close();
  }
}

interface Asked {
  cards: readonly ScorecardView[];
  /** Of the answers, ms. */
  times: number[];
  /** Of the engine, an answer. */
  cpuMs: number;
}

/** Asks some times; the first one warms up. */
async function ask(app: HttpApp, url: string, pid: number): Promise<Asked> {
  const { body, statusCode } = await app.inject({ url });
  const cards = cardsOf(statusCode, body);
  const times: number[] = [];
  const cpuFrom = cpuSecondsOf(pid);
  for (let i = 0; i < QUESTIONS; i++) {
    const from = performance.now();
    await app.inject({ url });
    times.push(performance.now() - from);
  }
  return { cards, times, cpuMs: ((cpuSecondsOf(pid) - cpuFrom) * 1_000) / QUESTIONS };
}

function cardsOf(status: number, body: string): readonly ScorecardView[] {
  if (status !== 200) throw new Error(`status ${status}: ${body.slice(0, 200)}`);
  const { scorecards } = JSON.parse(body) as { scorecards: ScorecardView[] };
  const scored = scorecards.filter(({ score }) => score !== null).length;
  if (scorecards.length !== AGENTS || scored !== AGENTS)
    throw new Error(`${scored} of ${scorecards.length} cards have a score, not ${AGENTS}`);
  return scorecards;
}
