import type { Annotation, Column, Target } from '../../model.ts';
import { dataSource, endpoint, rangeParameters, text, time } from './target.ts';

/** More than this many marks would hide what they stand on. */
const most = '100';

/** Alerts that are open or began in the range, the newest first: one answer for the list and for the marks. */
export const alerts = (...columns: readonly Column[]): Target =>
  endpoint({
    url: '/api/v1/alerts',
    rows: 'alerts',
    parameters: { ...rangeParameters, limit: most },
    columns,
  });

/** Marks in charts where alerts began; Grafana reads the columns by these names. */
export const alertMarks: Annotation = {
  name: 'Alerts',
  datasource: dataSource,
  enable: true,
  hide: false,
  iconColor: 'orange',
  target: {
    ...alerts(time('beganAt', 'time'), text('title'), text('severity', 'tags')),
    refId: 'Anno',
  },
};
