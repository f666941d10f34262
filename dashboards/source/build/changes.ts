import type { Annotation } from '../../model.ts';
import { conversationFilters, dataSource, endpoint, rangeParameters, text, time } from './target.ts';

/**
 * What was changed when (`changes` of the configuration), in the charts of every dashboard.
 *
 * @param variables those of the dashboard: changes are filtered by what it has of them
 */
export function changeMarks(variables: readonly { readonly name: string }[]): Annotation {
  const filters = conversationFilters.filter((filter) => variables.some(({ name }) => name === filter));
  return {
    name: 'Changes',
    datasource: dataSource,
    enable: true,
    hide: false,
    iconColor: 'purple',
    target: endpoint({
      url: '/api/v1/changes',
      rows: 'changes',
      ...(filters.length > 0 ? { filters } : {}),
      parameters: { ...rangeParameters, limit: '100' },
      columns: [time('time'), time('timeEnd'), text('title'), text('text'), text('tags')],
      refId: 'Anno',
    }),
  };
}
