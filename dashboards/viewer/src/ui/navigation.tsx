import { at } from '../grafana/frame.ts';
import { useEnvironment } from '../state/context.ts';
import { writeView } from '../state/location.ts';
import { useSnapshots } from '../state/use-snapshots.ts';

const urls = ['/api/v1/dashboards'];

/** The other dashboards; chosen variables and the time range go along, as Grafana's links do. */
export function Navigation() {
  const { t, fromDashboard, session, view, go } = useEnvironment();
  const [snapshot] = useSnapshots(session.hub, urls);
  const list = at(snapshot?.body, '');
  const known = Array.isArray(list) ? (list as { uid: string; title: string }[]) : [];
  return (
    <nav class="nav" aria-label={t('app.dashboards')}>
      {known.map(({ uid, title }) => (
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
