import { loadAccess } from '../access/config.ts';
import { contactCenterFile, loadContactCenter } from '../center/contact-center.ts';
import { readEnvironment } from '../lib/config/environment.ts';
import type { Terminal } from '../lib/terminal.ts';

/** Checks the environment, the reference data and who may come in; throws `FaultsError` with every fault. */
export function checkConfig(variables: NodeJS.ProcessEnv, terminal: Terminal): void {
  const environment = readEnvironment(variables);
  const { ACCESS_CONFIG: access } = environment;
  const file = contactCenterFile(environment);
  const { teams, queues, agents } = loadContactCenter(file);
  terminal.say(`${file ?? 'The example configuration'} is fine:`);
  terminal.say(`${teams.length} teams, ${queues.length} queues, ${agents.length} agents`);
  if (access === undefined) return;
  const { principals, tokens } = loadAccess(access);
  terminal.say(`${access} is fine: ${principals.size} keys, ${tokens === null ? 'no tokens' : 'and tokens'}`);
}
