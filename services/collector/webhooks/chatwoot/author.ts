import { z } from 'zod';
import type { Actor } from '../../../../schemas/types.ts';
import { optionalIdOf } from '../ticket-events.ts';
import { id } from '../vendor-values.ts';

const TYPES = ['incoming', 'outgoing', 'activity', 'template'] as const;

/** Whether an attribute says anything. */
const isGiven = z
  .unknown()
  .optional()
  .transform((value) => value !== undefined && value !== null && value !== false && value !== '');

const person = z.object({ id: id.nullish(), type: z.string().nullish() });
type Person = z.output<typeof person>;

/** What a message says about who wrote it; the type is a name in webhooks of messages, a number within others. */
export const authorship = z.object({
  message_type: z.union([
    z.enum(TYPES),
    z
      .int()
      .min(0)
      .max(TYPES.length - 1)
      .transform((index) => TYPES[index]!),
  ]),
  sender: person.nullish(),
  content_attributes: z.object({ automation_rule_id: isGiven, external_echo: isGiven }).nullish().catch(null),
  additional_attributes: z.object({ campaign_id: isGiven }).nullish().catch(null),
});
type Authorship = z.output<typeof authorship>;

/** The assignee of a conversation may be a bot: only a user is a person. */
export const assignee = person.transform(({ id, type }) => (type === 'agent_bot' ? null : (id ?? null)));

/**
 * Who wrote a message, as Chatwoot itself tells people from programs (`Message#human_response?`).
 * - Campaigns and automation rules are programs, in whosever name they write.
 * - A reply typed in the messenger's own app comes back as an echo without a sender. A person wrote it: whoever
 *   has the conversation, where somebody does.
 * - Templates, such as greetings, are sent by Chatwoot itself; bots send as agents do.
 */
export function authorOf(written: Authorship, assigneeId: string | null | undefined): Actor {
  const { message_type, sender, content_attributes, additional_attributes } = written;
  if (message_type === 'incoming') return { kind: 'customer', id: idOfSender(sender) };
  if (content_attributes?.automation_rule_id || additional_attributes?.campaign_id) {
    return { kind: 'bot', id: null };
  }
  if (message_type === 'outgoing') {
    if (sender?.type === 'user') return { kind: 'agent', id: idOfSender(sender) };
    if (content_attributes?.external_echo) return { kind: 'agent', id: optionalIdOf('chatwoot', assigneeId) };
  }
  return { kind: 'bot', id: idOfSender(sender) };
}

function idOfSender(sender: Person | null | undefined): string | null {
  return optionalIdOf('chatwoot', sender?.id);
}
