import { distinct } from '../definition/language.ts';
import { CONVERSATION_DIMENSIONS, type Metric } from '../definition/metric.ts';

/** What conversations are about, as far as tags say. */
export const TAG_METRICS: readonly Metric[] = [
  {
    kind: 'facts',
    id: 'tagged',
    title: 'Tagged',
    unit: 'count',
    definition:
      'Distinct conversations by the first time that a tag was on them, whether or not it was taken off again',
    anchor: 'start',
    direction: 'neutral',
    dimensions: [...CONVERSATION_DIMENSIONS, 'tag'],
    facts: ['tag'],
    figure: distinct(),
  },
];
