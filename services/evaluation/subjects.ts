import type { ContactCenter } from '../center/contact-center.ts';
import { homeZone } from '../center/home-zone.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import type { Of } from './figures.ts';

/** Who has a scorecard: an agent, a team, or the whole center. */
export interface Subject {
  id: string;
  name: string;
  /** Of an agent, its team (empty: none is known); of a team, its own id. */
  team: string;
  /** IANA zone in which its periods begin. */
  zone: string;
}

const CENTER = 'center';

/** Those whom the configuration lists. */
export function listedSubjects(center: ContactCenter, of: Of): Subject[] {
  const zoneOf = zonesOf(center);
  if (of === 'center') return [{ id: CENTER, name: CENTER, team: '', zone: homeZone(center) }];
  const listed: { id: string; name?: string | undefined; team: string }[] =
    of === 'team'
      ? center.teams.map(({ id, name }) => ({ id, name, team: id }))
      : center.agents.map(({ id, name, team }) => ({ id, name, team: team ?? '' }));
  return listed.map(({ id, name, team }) => ({ id, name: name ?? id, team, zone: zoneOf(team) }));
}

/** Those who are found in figures though the configuration does not list them. Agents are of the team they said last. */
export async function unlistedSubjects(
  clickhouse: ClickHouse,
  center: ContactCenter,
  of: Of,
  found: Iterable<string>,
): Promise<Subject[]> {
  if (of === 'center') return [];
  const listed = new Set((of === 'team' ? center.teams : center.agents).map(({ id }) => id));
  const ids = [...new Set(found)].filter((id) => id !== '' && !listed.has(id)).sort();
  if (ids.length === 0) return [];
  const zoneOf = zonesOf(center);
  const teams = of === 'team' ? new Map(ids.map((id) => [id, id])) : await teamsOf(clickhouse, ids);
  return ids.map((id) => {
    const team = teams.get(id) ?? '';
    return { id, name: id, team, zone: zoneOf(team) };
  });
}

/**
 * The agents of a team: those whom the configuration lists with it, and those whom it does not list who have said it last.
 *
 * @param since UTC ms; whoever has said nothing since then is gone
 */
export async function subjectsOfTeam(
  clickhouse: ClickHouse,
  center: ContactCenter,
  team: string,
  since: number,
): Promise<Subject[]> {
  const rows = await clickhouse.query<{ agent: string }>({
    sql: `SELECT agent_id AS agent FROM agent_states WHERE at >= fromUnixTimestamp64Milli({since:Int64})
GROUP BY agent_id HAVING argMax(team, (at, event_id)) = {team:String} ORDER BY agent_id`,
    params: { since, team },
  });
  const known = new Set(center.agents.map(({ id }) => id));
  const zone = zonesOf(center)(team);
  const unlisted = rows.filter(({ agent }) => !known.has(agent));
  return [
    ...listedSubjects(center, 'agent').filter((subject) => subject.team === team),
    ...unlisted.map(({ agent }) => ({ id: agent, name: agent, team, zone })),
  ];
}

async function teamsOf(clickhouse: ClickHouse, agents: readonly string[]): Promise<Map<string, string>> {
  const rows = await clickhouse.query<{ agent: string; newest: string }>({
    sql: `SELECT agent_id AS agent, argMax(team, (at, event_id)) AS newest FROM agent_states
WHERE agent_id IN {agents:Array(String)} GROUP BY agent_id`,
    params: { agents },
  });
  return new Map(rows.map(({ agent, newest }) => [agent, newest]));
}

/** The zone of a team: the one zone of its queues' calendars; that of the whole center where there is none, or several. */
export function zonesOf(center: ContactCenter): (team: string) => string {
  const home = homeZone(center);
  const zones = new Map<string, Set<string>>();
  for (const { team, calendar = center.defaultCalendar } of center.queues) {
    const zone = calendar === undefined ? undefined : center.calendars[calendar]?.zone;
    if (team === undefined || zone === undefined) continue;
    zones.set(team, (zones.get(team) ?? new Set()).add(zone));
  }
  return (team) => {
    const own = zones.get(team);
    return own?.size === 1 ? [...own][0]! : home;
  };
}
