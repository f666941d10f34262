import type { Scale } from '../domain/events/survey-scale.ts';
import type { MappedTopic } from './event-catalogue.ts';

/** Literal text and cells, one after the other: `{vru_line}-{call_id}`. */
export type Template = readonly (string | { readonly column: string })[];

/** Text made from a row: the first template with a value, looked up in `map` where there is one. */
export interface TextValue {
  anyOf: readonly Template[];
  map?: ReadonlyMap<string, string>;
  default?: string;
  /** Lists only: the text is cut at this separator. */
  split?: string;
}

export type DurationUnit = 'ms' | 's' | 'min' | 'h' | 'h:m:s';

/**
 * A time made from a row: the first of `anyOf` with a value, later by the durations in the columns of `plus` and
 * earlier by those of `minus`.
 */
export interface TimeValue {
  anyOf: readonly Template[];
  /** `anyOf` is a clock without a day, and the first of these with a value the time that it follows. */
  after?: readonly Template[];
  plus: readonly string[];
  minus: readonly string[];
  unit: DurationUnit;
}

/** Holds where the cell is one of `values` (`''`: empty), or with `negate` where it is none of them. */
export interface Condition {
  column: string;
  values: readonly string[];
  negate: boolean;
}

/** Groups of conditions: holds where all of any one group hold. */
export type When = readonly (readonly Condition[])[];

/** One event that a row can yield. */
export interface Rule {
  event: string;
  on?: readonly string[];
  when?: When;
  once: boolean;
  at?: TimeValue;
  actor?: { kind: TextValue; id?: TextValue };
  queue?: TextValue;
  /** Survey answers only: the scale that they were given on. */
  scale?: Scale;
  fields: Readonly<Record<string, TextValue | readonly TextValue[]>>;
}

/** Which column names what happened, and what becomes of values that no rule names. */
export interface Activity {
  column: string;
  ignore: readonly string[];
  unknown: 'reject' | 'ignore';
}

export interface FileFormat {
  encoding: string;
  delimiter: string;
  /** Empty: the file does not quote. */
  quote: string;
  decimal: '.' | ',';
}

/** How the export's times are written. */
export interface TimeFormat {
  formats: readonly string[];
  /** IANA zone of times that carry no offset of their own. */
  zone: string;
}

/** How the rows of a CSV export become events; the parsed mapping file. */
export interface Mapping {
  /** Begins every event id; `{file}` stands for the file's name without its ending. */
  id: string;
  source: string;
  topic: MappedTopic;
  /** `event`: several rows a conversation, each with one time. `conversation`: one row, several times. */
  row: 'event' | 'conversation';
  file: FileFormat;
  time: TimeFormat;
  drop?: When;
  activity?: Activity;
  conversation: TextValue;
  at?: TimeValue;
  openedAt?: TimeValue;
  channel: TextValue;
  queue?: TextValue;
  customer?: { id: TextValue; tier?: TextValue };
  tags: readonly TextValue[];
  events: readonly Rule[];
}
