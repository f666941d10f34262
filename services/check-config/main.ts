import { loadAccess } from '../access/config.ts';
import { contactCenterFile, loadContactCenter } from '../center/contact-center.ts';
import { unlistedNames } from '../center/unlisted.ts';
import { readEnvironment } from '../lib/config/environment.ts';
import type { Terminal } from '../lib/terminal.ts';

/** Checks the environment, the reference data and who may come in; throws `FaultsError` with every fault. */
export function checkConfig(variables: NodeJS.ProcessEnv, terminal: Terminal): void {
  const environment = readEnvironment(variables);
  const { ACCESS_CONFIG: access } = environment;
  const file = contactCenterFile(environment);
  const center = loadContactCenter(file);
  const { teams, queues, agents } = center;
  terminal.say(`${file ?? 'The example configuration'} is fine:`);
  terminal.say(`${teams.length} teams, ${queues.length} queues, ${agents.length} agents`);
  const unlisted = unlistedNames(center);
  if (unlisted.length > 0)
    terminal.say(`Not listed in it, so that only events can tell: ${unlisted.join(', ')}`);
  if (access === undefined) return;
  const { principals, tokens } = loadAccess(access);
  terminal.say(`${access} is fine: ${principals.size} keys, ${tokens === null ? 'no tokens' : 'and tokens'}`);
}
