/**
 * What a special day does to work: `closed`, people are off as on a day of rest; `half`, they stop early (an eve, a half
 * day); `working`, people work though the weekday says otherwise (China's moved working days); `observed`, it has a name
 * and closes nothing by itself.
 */
export type SpecialDayKind = 'closed' | 'half' | 'working' | 'observed';

/** A date on the wall calendar that is not like others of its weekday. */
export interface SpecialDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** The same every year, so that a day can be found again in another: `Passover`, `Christmas Eve`. */
  readonly name: string;
  readonly kind: SpecialDayKind;
}
