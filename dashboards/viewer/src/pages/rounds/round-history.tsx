import { usePageEnvironment } from '../../state/context.ts';
import { useSay } from '../parts/use-say.ts';
import type { PageKey } from '../texts/index.ts';
import type { Round } from './model.ts';

/** What was done in a round, the first first. */
export function RoundHistory({ history, members }: Pick<Round, 'history' | 'members'>) {
  const { dates } = usePageEnvironment();
  const say = useSay();
  const nameOf = (agent: string) => members.find((member) => member.agent === agent)?.name ?? agent;
  return (
    <details class="card">
      <summary class="card-title">{say('round.history')}</summary>
      <ol class="history">
        {history.map(({ version, at, by, what, agent, as }) => (
          <li key={version}>
            <span class="faint">{dates.dayAndTime(Date.parse(at))}</span> {nameOf(by)}{' '}
            {say(`what.${what}` as PageKey)} {agent && say('what.of', { name: nameOf(agent) })}{' '}
            {as && say(`what.as.${as}`)}
          </li>
        ))}
      </ol>
    </details>
  );
}
