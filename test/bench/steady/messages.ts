/** What a sender is started with. */
export interface SenderSettings {
  /** Of the collector. */
  address: string;
  events: number;
  /** Events a second of event time. */
  rate: number;
  /** Time of the first event, UTC ms. */
  startsAt: number;
}

/** How many events may be sent by now. */
export interface ToSender {
  allowed: number;
}

/** How many events are accepted by now. */
export interface FromSender {
  accepted: number;
}

/** Events of a request: all are of whole ones. */
export const BATCH = 500;
