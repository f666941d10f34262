import '../styles/pages.css';

import { useEffect } from 'preact/hooks';
import { usePageEnvironment } from '../state/context.ts';
import { AuditPage } from './audit/audit-page.tsx';
import { GoalsPage } from './goals/goals-page.tsx';
import { useSay } from './parts/use-say.ts';
import { ReviewPage } from './review/review-page.tsx';
import { RoundPage } from './rounds/round-page.tsx';
import { RoundsPage } from './rounds/rounds-page.tsx';

const titles = {
  audit: 'audit.title',
  goals: 'goals.title',
  rounds: 'rounds.title',
  review: 'review.title',
} as const;

/** The page that the address names: everything that people set, agree or answer. */
export function Page() {
  const { view } = usePageEnvironment();
  const say = useSay();
  const [, name, id] = (view.page ?? '').split('/');
  const title = say(titles[name as keyof typeof titles]);
  useEffect(() => {
    document.title = `${title} · Linewatch`;
  }, [title]);
  if (name === 'audit') return <AuditPage />;
  if (name === 'goals') return <GoalsPage />;
  if (name === 'review') return <ReviewPage />;
  return id ? <RoundPage key={id} id={decodeURIComponent(id)} /> : <RoundsPage />;
}
