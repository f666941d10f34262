import { loadAccess } from '../access/config.ts';
import { contactCenterFile, loadContactCenter } from '../center/contact-center.ts';
import { unknownOf } from '../center/holidays/unknown.ts';
import { unlistedNames } from '../center/unlisted.ts';
import { readEnvironment } from '../lib/config/environment.ts';
import type { Terminal } from '../lib/terminal.ts';

/**
 * Checks the environment, the reference data and who may come in; throws `FaultsError` with every fault.
 *
 * @param now UTC ms: of this year's holidays and the next one's it says what is not known
 */
export function checkConfig(variables: NodeJS.ProcessEnv, terminal: Terminal, now: number): void {
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
  const year = new Date(now).getUTCFullYear();
  for (const [name, { source }] of Object.entries(center.calendars)) {
    const unknown = source === undefined ? [] : unknownOf(source, year, year + 1);
    for (const text of unknown) terminal.say(`Calendar ${name}: ${text}`);
  }
  if (access === undefined) return;
  const { principals, tokens } = loadAccess(access);
  terminal.say(`${access} is fine: ${principals.size} keys, ${tokens === null ? 'no tokens' : 'and tokens'}`);
}
