import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXAMPLE, parseContactCenter } from '../../services/center/contact-center.ts';
import { createAgentHash } from '../../services/privacy/agent-hash.ts';
import { withHashedAgents } from '../../services/privacy/agents-in-center.ts';

const agents = createAgentHash('a secret of these tests');
const { hash } = agents;

const CENTER = `
teams: [{ id: front }]
queues: [{ id: general, team: front }]
agents:
  - { id: ana, name: Ana Albers, team: front }
  - { id: ben, team: front }
goals: [{ metric: csat, agent: ana, period: month, target: 0.9, direction: at_least }, { metric: csat, team: front, period: month, target: 0.8, direction: at_least }]
workforce:
  shifts: { agents: [{ agent: [ana, ben], mostShifts: 3 }, { team: front, mostShifts: 4 }] }
alerting:
  channels: [{ id: log, kind: kafka }]
  rules:
    - { id: slow, kind: threshold, metric: offered, above: 3, when: { agent: ben } }
    - { id: silent, kind: no_data, quietFor: 5m }
  routes: [{ match: { agent: ana, queue: general }, channels: [log] }]
  inhibit: [{ source: { agent: [ana] }, target: { agent: [ben], team: front } }]
`;

describe('a configuration whose agents are hashed', () => {
  it('names them by their hash wherever it did by their id', () => {
    const plain = parseContactCenter(CENTER, 'test');
    const hashed = withHashedAgents(plain, agents);
    expect(JSON.stringify(hashed).replaceAll('"name":"ben"', '')).not.toMatch(/"(ana|ben)"/);
    expect(hashed.agents).toMatchObject([
      { id: hash('ana'), name: 'Ana Albers', team: 'front' },
      // Who has no name is called by the id.
      { id: hash('ben'), name: 'ben', team: 'front' },
    ]);
    expect(hashed.goals.map(({ agent, team }) => [agent, team])).toEqual([
      [hash('ana'), undefined],
      [undefined, 'front'],
    ]);
    expect(hashed.workforce.shifts.agents.map(({ agent }) => agent)).toEqual([
      [hash('ana'), hash('ben')],
      [],
    ]);
    expect(hashed.alerting.rules[0]).toMatchObject({ when: { agent: [hash('ben')] } });
    expect(hashed.alerting.routes[0]!.match).toEqual({ agent: [hash('ana')], queue: ['general'] });
    expect(hashed.alerting.inhibit[0]).toMatchObject({
      source: { agent: [hash('ana')] },
      target: { agent: [hash('ben')], team: ['front'] },
    });
  });

  it('is the same in all else, and as it is where ids are plain', () => {
    const plain = parseContactCenter(readFileSync(EXAMPLE, 'utf8'), 'example');
    expect(withHashedAgents(plain, null)).toBe(plain);
    const back = new Map(plain.agents.map(({ id }) => [hash(id), id]));
    const text = JSON.stringify(withHashedAgents(plain, agents));
    const again = text.replaceAll(/hashed-[0-9a-f]{24}/g, (id) => back.get(id)!);
    expect(JSON.parse(again)).toEqual(JSON.parse(JSON.stringify(plain)));
  });
});
