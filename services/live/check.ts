import { trackingKey } from '../domain/timeline/conversation-key.ts';
import type { ClickHouse } from '../lib/clickhouse/client.ts';
import { inSlices } from '../lib/in-slices.ts';
import type { LiveConversation } from './live-fact.ts';
import type { Mirror } from './mirror.ts';
import { KIND, KIND_NAMES } from './rows.ts';
import { readStoredConversations } from './seed.ts';

/**
 * Conversations of which a mirror and what is stored say different things, by key, with the version that the mirror has.
 * The mirror runs ahead of storage, so one that is found once says little; one that is found again, unchanged, is wrong.
 */
export type Differences = ReadonlyMap<string, number>;

/** Compares in slices, so that nothing waits for it. The mirror may change meanwhile: what does, is found once. */
export async function compare(mirror: Mirror, stored: readonly LiveConversation[]): Promise<Differences> {
  const shown = contentsOf(mirror);
  const found = new Map<string, number>();
  await inSlices(stored, (conversation) => {
    const key = trackingKey(conversation.stream, conversation);
    const content = contentOf(conversation);
    if (shown.get(key) !== content) found.set(key, mirror.versionOf(key));
    shown.delete(key);
  });
  for (const key of shown.keys()) found.set(key, mirror.versionOf(key));
  return found;
}

/** What was found twice, with the same version. */
export function lasting(before: Differences, after: Differences): string[] {
  return [...after].flatMap(([key, version]) => (before.get(key) === version ? [key] : []));
}

/** A conversation of which a mirror is wrong, and what is right. */
export interface Wrong {
  key: string;
  /** Not there: nothing of it is open. */
  stored: LiveConversation | undefined;
}

/** Compares a mirror with storage twice, with a pause between: what differs both times and had no news is wrong. */
export async function findWrong(
  clickhouse: ClickHouse,
  mirror: Mirror,
  pause: () => Promise<void>,
): Promise<Wrong[]> {
  const before = await compare(mirror, await readStoredConversations(clickhouse));
  if (before.size === 0) return [];
  await pause();
  const stored = await readStoredConversations(clickhouse);
  const wrong = lasting(before, await compare(mirror, stored));
  const byKey = new Map(stored.map((one) => [trackingKey(one.stream, one), one]));
  return wrong.map((key) => ({ key, stored: byKey.get(key) }));
}

/** `now`: UTC ms. */
export function mend(mirror: Mirror, wrong: readonly Wrong[], now: number): void {
  for (const { key, stored } of wrong) mirror.correct(key, stored, now);
}

function contentOf({ channel, facts }: LiveConversation): string {
  return facts
    .map(({ fact, at, queue, team, agent, priority, customerTier, policy, label, ...of }) =>
      [
        ...[fact, at, queue, channel, team, agent, priority, customerTier, policy, label],
        ...(fact === 'sla_target' ? [of.seq, of.targetMs, of.businessMs] : []),
      ].join('\n'),
    )
    .sort()
    .join('\n\n');
}

function contentsOf({ rows, keyOf }: Mirror): Map<string, string> {
  const facts = new Map<string, string[]>();
  const { kind, at, traits, owner, seq, budget, spent, end } = rows.columns;
  for (let row = 0; row < end; row++) {
    if (kind[row] === 0) continue;
    const key = keyOf(owner[row]!);
    const { queue, channel, team, agent, priority, customer_tier, policy, label } = rows.traits.of(
      traits[row]!,
    );
    const one = [
      KIND_NAMES[kind[row]!],
      at[row],
      queue,
      channel,
      team,
      agent,
      priority,
      customer_tier,
      policy,
      label,
      ...(kind[row] === KIND.sla_target ? [seq[row], budget[row], spent[row]] : []),
    ];
    const known = facts.get(key);
    if (known === undefined) facts.set(key, [one.join('\n')]);
    else known.push(one.join('\n'));
  }
  return new Map([...facts].map(([key, own]) => [key, own.sort().join('\n\n')]));
}
