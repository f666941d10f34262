import type { Annotation, Column, Target } from '../../model.ts';
import { conversationFilters, dataSource, endpoint, rangeParameters, text, time } from './target.ts';

/** More than this many marks would hide what they stand on. */
const most = '100';

/** Alerts that are open or began in the range, the newest first. */
export const alerts = (...columns: readonly Column[]): Target =>
  endpoint({
    url: '/api/v1/alerts',
    rows: 'alerts',
    filters: conversationFilters,
    parameters: { ...rangeParameters, limit: most },
    columns,
  });

/** The time in which alerts fired, as spans in charts; Grafana reads the columns by these names. */
export const alertMarks: Annotation = {
  name: 'Alerts',
  datasource: dataSource,
  enable: true,
  hide: false,
  iconColor: 'orange',
  target: endpoint({
    url: '/api/v1/alerts/annotations',
    rows: 'alerts',
    filters: conversationFilters,
    parameters: { ...rangeParameters, limit: most },
    columns: [time('time'), time('timeEnd'), text('title'), text('text'), text('tags')],
    refId: 'Anno',
  }),
};
