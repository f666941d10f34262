import { useEffect, useRef } from 'preact/hooks';
import { Boundary } from '../panels/boundary.tsx';
import { useEnvironment } from '../state/context.ts';
import { Icon } from '../ui/icon.tsx';
import { ConversationList } from './conversation-list.tsx';
import { ConversationView } from './conversation-view.tsx';
import { DaysView } from './days-view.tsx';

/** What lies behind a figure, over the dashboard: the list of conversations, and one of them. */
export function Drawer() {
  const { view, t, go } = useEnvironment();
  const dialog = useRef<HTMLDialogElement>(null);
  const open = [view.drill, view.days, view.conversation].some((one) => one !== undefined);
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open && dialog.current?.open) dialog.current.close();
  }, [open]);
  const close = () => go({ drill: undefined, days: undefined, conversation: undefined });
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the dialog itself closes on Escape
    <dialog
      ref={dialog}
      class="drawer"
      aria-label={t(view.conversation ? 'drill.timeline' : view.days ? 'days.behind' : 'drill.list')}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      {open && (
        <div class="drawer-body">
          <div class="drawer-tools">
            {view.conversation && view.drill && (
              <button type="button" class="button" onClick={() => go({ conversation: undefined })}>
                <Icon name="left" /> {t('drill.back')}
              </button>
            )}
            <button
              type="button"
              class="button button-icon drawer-close"
              aria-label={t('drill.close')}
              title={t('drill.close')}
              onClick={close}
            >
              <Icon name="close" />
            </button>
          </div>
          <Boundary key={view.conversation ?? view.days ?? view.drill}>
            {view.conversation ? (
              <ConversationView key={view.conversation} id={view.conversation} />
            ) : view.days ? (
              <DaysView key={view.days} days={view.days} />
            ) : (
              <ConversationList key={view.drill} drill={view.drill!} />
            )}
          </Boundary>
        </div>
      )}
    </dialog>
  );
}
