import { ownerOf } from '../../center/config/goal.ts';
import type { ContactCenter } from '../../center/contact-center.ts';
import { homeZone } from '../../center/home-zone.ts';
import type { FiguresOf } from '../figures.ts';
import { zonesOf } from '../subjects.ts';
import type { KnownGoal } from './goal-book.ts';

/** Whose figures a goal is about, and on which clocks its periods begin. */
export interface GoalSubject {
  of: FiguresOf;
  /** Empty where it is everybody's, as `queryFigures` has it. */
  id: string;
  name: string;
  /** IANA. */
  zone: string;
}

const EVERYBODY = 'everybody';

/** @returns of a team or an agent, the zone of the team as scorecards have it; of a queue, that of its calendar */
export function goalSubjects(center: ContactCenter): (goal: KnownGoal) => GoalSubject {
  const home = homeZone(center);
  const zoneOf = zonesOf(center);
  return (goal) => {
    const owner = ownerOf(goal);
    if (owner === null) return { of: 'center', id: '', name: EVERYBODY, zone: home };
    const { of, id } = owner;
    const named = (center[`${of}s`] as { id: string; name?: string | undefined }[]).find(
      (one) => one.id === id,
    );
    return { of, id, name: named?.name ?? id, zone: zone() };

    function zone(): string {
      if (of === 'team') return zoneOf(id);
      if (of === 'agent') return zoneOf(center.agents.find((one) => one.id === id)?.team ?? '');
      const calendar = center.queues.find((one) => one.id === id)?.calendar ?? center.defaultCalendar;
      return (calendar === undefined ? undefined : center.calendars[calendar]?.zone) ?? home;
    }
  };
}
