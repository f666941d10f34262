import { IANAZone } from 'luxon';
import { z } from 'zod';
import { ACTOR_KINDS, CHANNELS } from '../domain/timeline/timeline.ts';
import { EVENTS, type EventSpec, MAPPED_TOPICS, type MappedTopic } from './event-catalogue.ts';
import type { FileFormat, Mapping, Rule, TimeFormat } from './mapping.ts';
import { timeValue } from './mapping-times.ts';
import { fieldValue, flag, listValue, oneOrMore, textValue, when } from './mapping-values.ts';
import { scale, scaleRuleFault } from './scales.ts';
import { formatFault } from './times.ts';

const name = z.string().min(1, 'must not be empty');
const names = oneOrMore(z.string());
const oneCharacter = z.string().refine((text) => text.length === 1, 'must be one character, or tab');

const fileFormat: z.ZodType<FileFormat> = z.strictObject({
  encoding: z.string().default('utf-8').refine(isEncoding, 'is no known encoding'),
  delimiter: z.preprocess((value) => (value === 'tab' ? '\t' : value), oneCharacter).default(','),
  quote: z
    .string()
    .default('"')
    .refine((text) => text.length <= 1, 'must be one character, or empty'),
  decimal: z.enum(['.', ',']).default('.'),
});

function isId(text: string): boolean {
  return !/[{}]/.test(text.replaceAll('{file}', ''));
}

function isEncoding(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

const timeFormat: z.ZodType<TimeFormat> = z
  .strictObject({
    format: oneOrMore(
      z.string().superRefine((format, context) => {
        const message = formatFault(format);
        if (message !== null) context.addIssue({ code: 'custom', message });
      }),
    ).default(['iso']),
    zone: z.string().refine(IANAZone.isValidZone, 'is no IANA time zone, such as Europe/Berlin or UTC'),
  })
  .transform(({ format, zone }) => ({ formats: format, zone }));

const actor = z.strictObject({
  kind: fieldValue({ kind: 'text', oneOf: ACTOR_KINDS }),
  id: textValue.optional(),
});

interface Shape {
  topic: MappedTopic;
  row: Mapping['row'];
  hasActivity: boolean;
}

/** The keys of a rule for one event type. They come from the catalogue, so that types cannot follow: hence the casts. */
function ruleSchema(type: string, spec: EventSpec, shape: Shape) {
  const isScored = 'scale_max' in spec.fields;
  const fields = Object.entries(spec.fields).map(([field, fieldSpec]) => {
    const schema = fieldSpec.kind === 'list' ? listValue : fieldValue(fieldSpec);
    // A declared scale says the best answer, too.
    const mustBeGiven = fieldSpec.required && fieldSpec.default === undefined && field !== 'scale_max';
    return [field, mustBeGiven ? schema : schema.optional()] as const;
  });
  return z
    .strictObject({
      event: z.literal(type),
      when: when.optional(),
      once: flag.default(false),
      actor: spec.actor === null ? actor : actor.optional(),
      queue: textValue.optional(),
      ...(shape.hasActivity && { on: names.optional() }),
      ...(shape.row === 'conversation' && { at: timeValue }),
      ...(isScored && { scale: scale.optional() }),
      ...Object.fromEntries(fields),
    })
    .superRefine((given, context) => {
      const fault = isScored ? scaleRuleFault(given as Parameters<typeof scaleRuleFault>[0]) : null;
      if (fault !== null) context.addIssue({ code: 'custom', path: [fault.path], message: fault.message });
    })
    .transform((given): Rule => {
      const { event, when, once, actor, queue, on, at, scale, ...rest } = given as Rule &
        Record<string, unknown>;
      const known = { event, when, once, actor, queue, on, at, scale };
      return { ...withoutUndefined(known), fields: withoutUndefined(rest) } as unknown as Rule;
    });
}

function withoutUndefined(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}

/**
 * The schema of a mapping file of one shape. The shape is known beforehand, not found by trying alternatives,
 * so that each fault is reported once, where it is, with all others.
 */
export function mappingSchema(shape: Shape): z.ZodType<Mapping> {
  const rules = Object.entries(EVENTS[shape.topic]).map(([type, spec]) => ruleSchema(type, spec, shape));
  const [first, ...others] = rules as unknown as [
    z.core.$ZodTypeDiscriminable,
    ...z.core.$ZodTypeDiscriminable[],
  ];
  return z
    .strictObject({
      id: name.refine(isId, 'may hold no placeholder but {file}'),
      source: name.default('csv'),
      topic: z.enum(MAPPED_TOPICS),
      row: z.enum(['event', 'conversation']),
      file: fileFormat.prefault({}),
      time: timeFormat,
      drop: when.optional(),
      activity: z
        .strictObject({
          column: name,
          ignore: names.default([]),
          unknown: z.enum(['reject', 'ignore']).default('reject'),
        })
        .optional(),
      conversation: textValue,
      ...(shape.row === 'event' && { at: timeValue }),
      opened_at: shape.row === 'event' ? timeValue.optional() : timeValue,
      channel: fieldValue({ kind: 'text', oneOf: CHANNELS }),
      queue: textValue.optional(),
      customer: z.strictObject({ id: textValue, tier: textValue.optional() }).optional(),
      tags: listValue.default([]),
      events: z.array(z.discriminatedUnion('event', [first, ...others])).min(1, 'needs at least one event'),
    })
    .transform(({ opened_at: openedAt, ...mapping }) => ({
      ...withoutUndefined(mapping),
      ...(openedAt && { openedAt }),
    })) as unknown as z.ZodType<Mapping>;
}
