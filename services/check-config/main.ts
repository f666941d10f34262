import { loadContactCenter } from '../lib/config/contact-center.ts';
import { readEnvironment } from '../lib/config/environment.ts';
import type { Terminal } from '../lib/terminal.ts';

/** Checks the environment and the reference data; throws `FaultsError` with every fault. */
export function checkConfig(variables: NodeJS.ProcessEnv, terminal: Terminal): void {
  const { CONTACT_CENTER_CONFIG: file } = readEnvironment(variables);
  const { teams, queues, agents } = loadContactCenter(file);
  terminal.say(`${file ?? 'The example configuration'} is fine:`);
  terminal.say(`${teams.length} teams, ${queues.length} queues, ${agents.length} agents`);
}
