import type { CustomVariable, QueryVariable } from '../../model.ts';
import { dataSource, endpoint, text } from './target.ts';

/** A multi-choice variable with the values of a dimension, from the API. */
export function dimensionVariable(name: string, label: string): QueryVariable {
  return {
    type: 'query',
    name,
    label,
    hide: 0,
    skipUrlSync: false,
    datasource: dataSource,
    definition: `dimensions/${name}`,
    query: {
      queryType: 'infinity',
      query: '',
      infinityQuery: endpoint({
        refId: 'variable',
        url: `/api/v1/dimensions/${name}`,
        rows: 'values',
        columns: [text('title', '__text'), text('value', '__value')],
      }),
    },
    refresh: 1,
    regex: '',
    sort: 0,
    multi: true,
    includeAll: true,
    current: { text: ['All'], value: ['$__all'] },
    options: [],
  };
}

/** The width of the buckets of all series of a dashboard. */
export function intervalVariable(widths: readonly string[], chosen: string): CustomVariable {
  return {
    type: 'custom',
    name: 'interval',
    label: 'Interval',
    hide: 0,
    skipUrlSync: false,
    query: widths.join(','),
    multi: false,
    includeAll: false,
    current: { text: chosen, value: chosen },
    options: widths.map((width) => ({ text: width, value: width, selected: width === chosen })),
  };
}
