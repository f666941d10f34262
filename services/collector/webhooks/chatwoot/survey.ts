import { z } from 'zod';
import type { Actor, SurveyBody } from '../../../../schemas/types.ts';
import { idOf, optionalIdOf } from '../ticket-events.ts';
import { epochSeconds, id, isoTime } from '../vendor-values.ts';
import type { Translation } from '../webhook.ts';
import { conversation, envelopeOf, openedAt } from './conversation.ts';

/** `content_type` of a message that asks for one of five faces. */
export const SURVEY = 'input_csat';

const rating = z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]);

/**
 * A message that asks for a rating; its change has the answer. Source: what the maintainers say in
 * github.com/chatwoot/chatwoot/issues/8114, and `CsatSurveys::ResponseBuilder`.
 */
export const survey = z.object({
  id,
  created_at: z.union([isoTime, epochSeconds]),
  content_attributes: z
    .object({
      /** Who had the conversation when it was asked; older versions do not say. */
      assigned_agent_id: id.nullish(),
      submitted_values: z
        .object({ csat_survey_response: z.object({ rating: rating.nullish() }).nullish() })
        .nullish(),
    })
    .nullish(),
  conversation,
});
type Survey = z.output<typeof survey>;

/** The survey that a message is. */
export function surveySent(of: Survey): Translation {
  const body = { type: 'sent' as const, ...aboutOf(of) };
  return told(of, 'sent', of.created_at, { kind: 'system', id: null }, body);
}

/**
 * The answer that a changed message has, or nothing. The message may change again for other reasons, and has no
 * time of the answer: the first notification of a rating is nearest to it, so the rating is part of the id.
 */
export function surveyAnswered(of: Survey): Translation {
  const score = of.content_attributes?.submitted_values?.csat_survey_response?.rating;
  if (score === undefined || score === null) return { ignored: 'not_mapped' };
  const customer = { kind: 'customer', id: optionalIdOf('chatwoot', of.conversation.meta.sender?.id) };
  const at = of.conversation.updated_at ?? of.conversation.timestamp;
  const body = { type: 'answered' as const, ...aboutOf(of), score, scale_max: 5, criterion: null };
  return told(of, `rated:${score}`, at, customer, body);
}

function aboutOf({ id: message, content_attributes }: Survey) {
  return {
    survey_id: idOf('chatwoot', `message:${message}`),
    kind: 'csat',
    agent_id: optionalIdOf('chatwoot', content_attributes?.assigned_agent_id),
  };
}

function told(of: Survey, what: string, at: number, actor: Actor, event: SurveyBody): Translation {
  const opened = openedAt(of.conversation);
  if (opened === null) return { ignored: 'no_creation_time' };
  const event_id = idOf('chatwoot', `message:${of.id}:${what}`);
  const value = { ...envelopeOf(of.conversation, opened, at, actor), event_id, event };
  return { events: [{ topic: 'contact.surveys', value }] };
}
