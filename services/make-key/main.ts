import { parseAccess } from '../access/config.ts';
import { hashOf, makeKey } from '../access/key.ts';
import type { Terminal } from '../lib/terminal.ts';

export interface KeyOptions {
  name: string;
  role: string;
  teams: readonly string[];
  queues: readonly string[];
  agent?: string;
}

/**
 * `linewatch make-key`: shows a new key, once, and the lines that let it in. Throws `FaultsError` where the role and
 * what it is narrowed to do not go together.
 */
export function showNewKey({ name, role, teams, queues, agent }: KeyOptions, terminal: Terminal): void {
  const key = makeKey();
  const entry = [
    `  - name: ${JSON.stringify(name)}`,
    `    hash: ${hashOf(key)}`,
    `    role: ${role}`,
    ...(teams.length > 0 ? [`    teams: ${JSON.stringify(teams)}`] : []),
    ...(queues.length > 0 ? [`    queues: ${JSON.stringify(queues)}`] : []),
    ...(agent === undefined ? [] : [`    agent: ${JSON.stringify(agent)}`]),
  ];
  parseAccess(['keys:', ...entry].join('\n'), 'the key');
  terminal.say(`Key, shown this once: ${key}`);
  terminal.say('For the file that ACCESS_CONFIG names, under keys:');
  for (const line of entry) terminal.say(line);
}
