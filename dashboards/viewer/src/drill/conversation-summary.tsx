import { noValue } from '../format/value.ts';
import { at } from '../grafana/frame.ts';
import { useEnvironment } from '../state/context.ts';
import { writeView } from '../state/location.ts';

interface ConversationSummaryProps {
  readonly id: string;
  /** `conversation` of the service's answer. */
  readonly conversation: unknown;
}

/** Who and what a conversation is about. */
export function ConversationSummary({ id, conversation }: ConversationSummaryProps) {
  const { t, fromDashboard, titleOf, dates } = useEnvironment();
  const text = (name: string) => String(at(conversation, name) ?? '');
  const dimension = (name: string) => (text(name) ? titleOf(name, text(name)) : noValue);
  const reviewed = { kind: ['quality_review'], conversation: [id], agent: [text('agent')] };
  const entries = [
    [t('drill.opened'), dates.full(Date.parse(text('opened_at')))],
    [t('drill.status'), dimension('status')],
    [fromDashboard('Channel'), dimension('channel')],
    [fromDashboard('Queue'), dimension('queue')],
    [fromDashboard('Agent'), dimension('agent')],
    [
      t('drill.customer'),
      [text('customer_id'), text('customer_tier')].filter(Boolean).join(' · ') || noValue,
    ],
  ];
  return (
    <header class="drawer-head">
      <h2 class="drawer-title">{id}</h2>
      <a class="link" href={writeView({ uid: '', page: '/review', kiosk: false, variables: reviewed })}>
        {t('drill.review')}
      </a>
      <dl class="summary">
        {entries.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}
