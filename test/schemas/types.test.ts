import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateTypes } from '../../schemas/generate-types.ts';

const text = readFileSync(new URL('../../schemas/types.ts', import.meta.url), 'utf8');

describe('schemas/types.ts', () => {
  it('is what the schemas say (npm run generate)', () => {
    expect(text).toBe(generateTypes());
  });

  it('lets code leave out what the first release did not have, and nothing else', () => {
    const optional = [...text.matchAll(/^ {2}(\w+)\?:/gm)].map(([, field]) => field);
    expect(optional).toEqual([
      ...['text', 'said', 'record', 'type', 'text', 'said', 'record', 'type', 'type'],
      ...['relation', 'review_id', 'record', 'type'],
    ]);
  });
});
