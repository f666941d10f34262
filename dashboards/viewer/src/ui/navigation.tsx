import { at } from '../grafana/frame.ts';
import { useEnvironment } from '../state/context.ts';
import { writeView } from '../state/location.ts';
import { useSnapshots } from '../state/use-snapshots.ts';

const urls = ['/api/v1/dashboards'];

/** From what is looked at most to what is looked at least; dashboards of one's own come last. */
const order = [
  ...['live', 'sla', 'responses', 'backlog', 'channels', 'satisfaction', 'complaints'],
  ...['agents', 'team', 'agent'],
  ...['today', 'plan', 'pipeline'],
];

function placeOf(uid: string): number {
  const place = order.indexOf(uid);
  return place < 0 ? order.length : place;
}

/** The other dashboards; chosen variables and the time range go along, as Grafana's links do. */
export function Navigation() {
  const { t, fromDashboard, session, view, go } = useEnvironment();
  const [snapshot] = useSnapshots(session.hub, urls);
  const list = at(snapshot?.body, '');
  const known = Array.isArray(list) ? (list as { uid: string; title: string }[]) : [];
  const sorted = [...known].sort((a, b) => placeOf(a.uid) - placeOf(b.uid));
  return (
    <nav class="nav" aria-label={t('app.dashboards')}>
      {sorted.map(({ uid, title }) => (
        <a
          key={uid}
          class="nav-link"
          href={writeView({ ...view, uid, viewPanel: undefined })}
          aria-current={uid === view.uid ? 'page' : undefined}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            go({ uid, viewPanel: undefined });
          }}
        >
          {fromDashboard(title)}
        </a>
      ))}
    </nav>
  );
}
