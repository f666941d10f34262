// Generated from schemas/*.avsc by `npm run generate`. Do not edit.
// Times (`timestamp-millis`) are UTC milliseconds.

/** Who did it. */
export interface Actor {
  /** customer, agent, bot or system. */
  kind: string;
  /** Id of the agent or customer. */
  id: null | string;
}

/** Whose conversation it is. */
export interface Customer {
  /** A pseudonymous id, never a name or an address. */
  id: string;
  /** Such as gold or standard. */
  tier: null | string;
}

/** A record that its system may send again, corrected or complete. */
export interface SourceRecord {
  /** Names the record; unique within its conversation. */
  id: string;
  /** Grows with each correction, such as the time of the last update. */
  version: number;
}

/** The ticket came into being; the actor opened it. */
export interface TicketCreated {
  type: 'created';
  /** new, open, pending, on_hold, solved or closed. */
  status: string;
  /** low, normal, high or urgent. */
  priority: null | string;
}

/** Given to an agent, a team, or back to the queue when both are null. */
export interface TicketAssigned {
  type: 'assigned';
  /** The agent. */
  agent_id: null | string;
  /** The team. */
  team: null | string;
}

/** What a message says, without its words. */
export interface Said {
  /** Of the rules that it was read by; 0 if by none of ours. */
  version: number;
  /** ISO 639-1, such as en; empty if not known. */
  language: string;
  /** -100 (as bad as can be) to 100; null if it cannot be read in this language. */
  sentiment: null | number;
  /** Of greeting, thanks, apology and farewell, those in it. */
  courtesies: string[];
  /** Whether it asks something. */
  question: boolean;
  /** The same for the same text within one conversation, 24 bits; null if too short to tell. */
  fingerprint: null | number;
}

/** A message in the conversation; the actor wrote it. */
export interface TicketMessage {
  type: 'message';
  /** False for an internal note. */
  public: boolean;
  /** What was written. Read into said where the center opted in, and never stored; else dropped unread. */
  text?: null | string;
  /** What the text says, read already; where it is set, no text is read. */
  said?: null | Said;
}

/** The status is another from now on. */
export interface TicketStatusChanged {
  type: 'status_changed';
  /** new, open, pending, on_hold, solved or closed. */
  status: string;
}

/** The priority is another from now on. */
export interface TicketPriorityChanged {
  type: 'priority_changed';
  /** low, normal, high or urgent. */
  priority: string;
}

/** Moved to another queue. */
export interface TicketTransferred {
  type: 'transferred';
  /** The queue it moves to; for chats and calls a queued event follows. */
  to_queue: string;
}

/** Raised to a higher level of support. */
export interface TicketEscalated {
  type: 'escalated';
  /** The level it was raised to. */
  level: null | string;
}

/** Tags were put on or taken off. */
export interface TicketTagged {
  type: 'tagged';
  /** Tags put on. */
  added: string[];
  /** Tags taken off. */
  removed: string[];
}

/** Merged into another ticket; this one ends. */
export interface TicketMerged {
  type: 'merged';
  /** The ticket that goes on. */
  into_conversation_id: string;
}

/** Removed from the help desk; its targets are cancelled. */
export interface TicketDeleted {
  type: 'deleted';
}

export type TicketBody = TicketCreated | TicketAssigned | TicketMessage | TicketStatusChanged | TicketPriorityChanged | TicketTransferred | TicketEscalated | TicketTagged | TicketMerged | TicketDeleted;

/** Something that happened to a ticket. */
export interface TicketEvent {
  /** Unique; the same id twice is counted once. Ties in occurred_at are ordered by it. */
  event_id: string;
  /** When it happened, UTC. */
  occurred_at: number;
  /** The conversation; also the Kafka key. */
  conversation_id: string;
  /** When the conversation was created, UTC; the same in each of its events. */
  opened_at: number;
  /** email, web, chat, messaging, social, voice or api. */
  channel: string;
  /** The system that sent it, such as zendesk. */
  source: string;
  /** Who did it. */
  actor: Actor;
  /** The queue the conversation is in when this happens. */
  queue: null | string;
  /** Whose conversation it is. */
  customer: null | Customer;
  /** Tags on the conversation when this happens. */
  tags: string[];
  /** The record of the source that says this. Of one record's events only those of its highest version count. */
  record?: null | SourceRecord;
  /** The event's type once more, such as assigned. Where it is set and the event is another, the record is a dead letter (type_mismatch). */
  type?: null | string;
  /** What happened. */
  event: TicketBody;
}

/** The contact began: the customer reached a menu, a bot or a queue. */
export interface ChatStarted {
  type: 'started';
  /** low, normal, high or urgent. */
  priority: null | string;
}

/** Began to wait for an agent in the queue of the envelope. */
export interface ChatQueued {
  type: 'queued';
  /** Place in the queue, 1 is next. */
  position: null | number;
}

/** An agent (the actor) took it. */
export interface ChatAnswered {
  type: 'answered';
}

/** A message in the conversation; the actor wrote it. */
export interface ChatMessage {
  type: 'message';
  /** False for an internal note. */
  public: boolean;
  /** What was written. Read into said where the center opted in, and never stored; else dropped unread. */
  text?: null | string;
  /** What the text says, read already; where it is set, no text is read. */
  said?: null | Said;
}

/** Put on hold by the agent. */
export interface ChatHeld {
  type: 'held';
}

/** Taken off hold. */
export interface ChatResumed {
  type: 'resumed';
}

/** Moved to another queue. */
export interface ChatTransferred {
  type: 'transferred';
  /** The queue it moves to; for chats and calls a queued event follows. */
  to_queue: string;
}

/** The customer left the queue to be called back. */
export interface ChatCallbackRequested {
  type: 'callback_requested';
}

/** The customer left while waiting. */
export interface ChatAbandoned {
  type: 'abandoned';
}

/** The contact is over; after-call work may follow. */
export interface ChatEnded {
  type: 'ended';
  /** Whether the customer confirmed a solution, where known. */
  resolved: null | boolean;
}

/** The agent finished the after-call work. */
export interface ChatWrappedUp {
  type: 'wrapped_up';
  /** When the agent's talking ended and after-call work began, UTC, where the agent left before the contact ended. */
  talked_until?: null | number;
  /** Time that the agent had the customer on hold, ms, of which no held and resumed tell. */
  held_ms?: null | number;
}

export type ChatBody = ChatStarted | ChatQueued | ChatAnswered | ChatMessage | ChatHeld | ChatResumed | ChatTransferred | ChatCallbackRequested | ChatAbandoned | ChatEnded | ChatWrappedUp;

/** Something that happened in a chat or a call. */
export interface ChatEvent {
  /** Unique; the same id twice is counted once. Ties in occurred_at are ordered by it. */
  event_id: string;
  /** When it happened, UTC. */
  occurred_at: number;
  /** The conversation; also the Kafka key. */
  conversation_id: string;
  /** When the conversation was created, UTC; the same in each of its events. */
  opened_at: number;
  /** email, web, chat, messaging, social, voice or api. */
  channel: string;
  /** The system that sent it, such as zendesk. */
  source: string;
  /** Who did it. */
  actor: Actor;
  /** The queue the conversation is in when this happens. */
  queue: null | string;
  /** Whose conversation it is. */
  customer: null | Customer;
  /** Tags on the conversation when this happens. */
  tags: string[];
  /** The record of the source that says this. Of one record's events only those of its highest version count. */
  record?: null | SourceRecord;
  /** The event's type once more, such as answered. Where it is set and the event is another, the record is a dead letter (type_mismatch). */
  type?: null | string;
  /** What happened. */
  event: ChatBody;
}

/** The agent is in this state from now on. */
export interface AgentStateChanged {
  type: 'state_changed';
  /** available, busy, wrap_up, break, training, meeting, away or offline. */
  state: string;
  /** Conversations the agent may handle at once. */
  slots: null | number;
  /** Conversations the agent handles now. */
  slots_busy: null | number;
  /** Queues the agent serves. */
  queues: string[];
}

/** A planned span of work; a later one for the same start replaces it. */
export interface AgentScheduled {
  type: 'scheduled';
  /** Begin, UTC. */
  starts_at: number;
  /** End, UTC. */
  ends_at: number;
  /** on_queue, break, training, meeting or off. */
  activity: string;
}

export type AgentBody = AgentStateChanged | AgentScheduled;

/** A change of an agent's state or schedule. */
export interface AgentEvent {
  /** Unique; the same id twice is counted once. Ties in occurred_at are ordered by it. */
  event_id: string;
  /** When it happened, UTC. */
  occurred_at: number;
  /** The agent it is about; also the Kafka key. */
  agent_id: string;
  /** The system that sent it, such as zendesk. */
  source: string;
  /** Who did it. */
  actor: Actor;
  /** The event's type once more, such as state_changed. Where it is set and the event is another, the record is a dead letter (type_mismatch). */
  type?: null | string;
  /** What happened. */
  event: AgentBody;
}

/** Asked for an opinion. */
export interface SurveySent {
  type: 'sent';
  /** Ties the answer to the question. */
  survey_id: string;
  /** csat, nps, ces, peer_review or quality_review. */
  kind: string;
  /** The agent it is about. */
  agent_id: null | string;
}

/** An opinion was given; the actor gave it. */
export interface SurveyAnswered {
  type: 'answered';
  /** Ties the answer to the question. */
  survey_id: string;
  /** csat, nps, ces, peer_review or quality_review. */
  kind: string;
  /** The agent it is about. */
  agent_id: null | string;
  /** On the scale from 1 (nps: 0) to scale_max. */
  score: number;
  /** Best possible answer: 5 or 2 for csat, 10 for nps, 7 for ces. */
  scale_max: number;
  /** What a review rated, such as collaboration. */
  criterion: null | string;
  /** What the actor is to the agent, of peer_review: colleague, supervisor, self or customer. */
  relation?: null | string;
  /** The review that this answer is an item of; the answer whose survey_id it is has the review's score. */
  review_id?: null | string;
}

export type SurveyBody = SurveySent | SurveyAnswered;

/** A survey or review that was sent or answered. */
export interface SurveyEvent {
  /** Unique; the same id twice is counted once. Ties in occurred_at are ordered by it. */
  event_id: string;
  /** When it happened, UTC. */
  occurred_at: number;
  /** The conversation; also the Kafka key. */
  conversation_id: string;
  /** When the conversation was created, UTC; the same in each of its events. */
  opened_at: number;
  /** email, web, chat, messaging, social, voice or api. */
  channel: string;
  /** The system that sent it, such as zendesk. */
  source: string;
  /** Who did it. */
  actor: Actor;
  /** The queue the conversation is in when this happens. */
  queue: null | string;
  /** Whose conversation it is. */
  customer: null | Customer;
  /** Tags on the conversation when this happens. */
  tags: string[];
  /** The record of the source that says this. Of one record's events only those of its highest version count. */
  record?: null | SourceRecord;
  /** The event's type once more, such as answered. Where it is set and the event is another, the record is a dead letter (type_mismatch). */
  type?: null | string;
  /** What happened. */
  event: SurveyBody;
}

export interface Header {
  key: string;
  value: null | Buffer;
}

/** A record that could not be processed, as it came, and why. */
export interface DeadLetter {
  /** A code of the closed list in services/ingest/outcome.ts, or unknown_record. */
  reason: string;
  /** decode, validate, enrich or track; source of what a contact system wrote and nobody understood. */
  stage: string;
  /** What is wrong; never a value of the record. */
  detail: string;
  /** Where it came from; of a contact system source. and its name, and the offset then names the record. */
  topic: string;
  /** Where it came from. */
  partition: number;
  /** Where it came from. */
  offset: number;
  /** The record's Kafka timestamp. */
  timestamp: number;
  /** The writer schema, where the record named one. */
  schema_id: null | number;
  /** When it was given up. */
  failed_at: number;
  /** Original key. */
  key: null | Buffer;
  /** Original value, or this part of it. */
  value: null | Buffer;
  /** Original headers; with the first part only. */
  headers: Header[];
  /** A value that does not fit into one letter is in several: which of them this is, from 0. */
  part: number;
  /** How many letters hold the value. */
  parts: number;
}

export interface AlertLabel {
  name: string;
  value: string;
}

/** An alert that fires or is over. The record's key is the alert's id. */
export interface SlaAlert {
  /** The same for every repetition of this message: whoever keeps it acts once. */
  idempotency_key: string;
  /** The same when it fires and when it is over. */
  alert_id: string;
  /** Id of the rule. */
  rule: string;
  /** Such as sla_breach, sla_warning, threshold. */
  kind: string;
  /** info, warning or critical. */
  severity: string;
  /** firing or resolved. */
  state: string;
  /** Why: due; fulfilled (too late), ended (in time after all, or cancelled), moved (due later), and others. */
  reason: string;
  /** One sentence for people. */
  summary: string;
  /** When the cause began: the due time of a breach. */
  began_at: number;
  /** When it came into this state. */
  changed_at: number;
  /** It was found out late: alerting was away, or an event came late. */
  late: boolean;
  /** It fired while events were not yet stored; it may prove wrong and is then resolved. */
  unconfirmed: boolean;
  /** Of an SLA target. */
  conversation_id: null | string;
  /** Metric of the target, or of the figure. */
  metric: null | string;
  /** What was measured. */
  value: null | number;
  /** What it is compared with; of a target, its budget in ms. */
  threshold: null | number;
  /** The rule's own, and queue, team, agent, channel, priority, customer_tier, policy where known. */
  labels: AlertLabel[];
  /** Where it stands what to do. */
  runbook: null | string;
}

/** Who did what when, or saw which conversation. The record's key is the chain. */
export interface AuditEntry {
  /** Of the process that wrote it: random, another one after each start. */
  chain: string;
  /** Place in the chain, from 1 without gaps. */
  seq: number;
  /** Hash of the entry before it in the chain; empty of the first. */
  previous: string;
  /** SHA-256 in hex of all other fields, as docs/audit.md writes them. */
  hash: string;
  /** When, by the clock of the process. */
  at: number;
  /** query, collector, ingest, alerting, follow or command. */
  service: string;
  /** Such as conversation.opened. */
  what: string;
  /** done, refused, failed; begun, where it is noted before it is done. */
  outcome: string;
  /** Name of the key, subject of the token, or the account that ran a command; empty where nobody is known. */
  who: string;
  /** Of the key or token; empty without one. */
  role: string;
  /** What the subjects are: conversation, goal, key, network and others; empty where there are none. */
  subject_kind: string;
  /** Ids of what it was done to, or of what was shown. */
  subjects: string[];
  /** How many times, where alike entries are put together. */
  count: number;
  /** A code or a word; never a value of an event. */
  detail: string;
}

/** All that these records changed is told: in this piece of news, or in this producer's before it. */
export interface Position {
  /** That ingest reads. */
  topic: string;
  /** Of the topic. */
  partition: number;
  /** Of the first record. */
  from_offset: number;
  /** Behind the last record. */
  until_offset: number;
  /** All records before this one are stored. */
  stored_offset: number;
  /** All that Kafka had in the partition before is told; null where nothing can be said. */
  as_of: null | number;
}

/** Whom facts are about: most of a conversation are about the same. */
export interface OpenSubject {
  queue: string;
  team: string;
  agent: string;
  priority: string;
  customer_tier: string;
  policy: string;
}

export interface OpenFact {
  /** queue_spell, handle_spell or sla_target. */
  fact: string;
  /** Begin of a spell, due time of a target. */
  at: number;
  /** Metric of a target. */
  label: string;
  /** Budget of a target. */
  target_ms: number;
  /** Number of a target within its conversation; null of a spell. */
  seq: null | number;
  /** Of a target: what of its budget was spent when its clock last began to run. */
  spent_ms: number;
  /** Which of the subjects, from 0. */
  subject: number;
}

/** A stay in a queue that began in the last half hour and is over. */
export interface EndedStay {
  /** Begin. */
  at: number;
  /** How it ended: answered, abandoned, transferred, callback or ended. */
  state: string;
  /** short where the customer left sooner than counts as waiting, else empty. */
  label: string;
  /** How long it was. */
  value_ms: number;
  /** Threshold of the service level. */
  target_ms: number;
  /** Which of the subjects, from 0. */
  subject: number;
}

/** An agent's work on it that ended in the last hour, after-call work included. */
export interface EndedHandling {
  ended_at: number;
  /** How long it was. */
  value_ms: number;
  /** Which of the subjects, from 0. */
  subject: number;
}

export interface EndedLately {
  stays: EndedStay[];
  handled: EndedHandling[];
}

/** All of a conversation that is open, or ended lately, after so many events; of one that has ended nothing is open. */
export interface OpenConversation {
  /** tickets, chats or surveys. */
  stream: string;
  conversation_id: string;
  opened_at: number;
  channel: string;
  /** Number of distinct events that this follows from. */
  version: number;
  /** Of the stream's topic: where the last of these events stands. */
  partition: number;
  /** The last of these events. */
  offset: number;
  subjects: OpenSubject[];
  facts: OpenFact[];
  /** All that ended lately, and perhaps a little more; null of ingest that does not say. */
  lately: null | EndedLately;
}

/** A state that an agent was told to be in. */
export interface ToldState {
  agent_id: string;
  at: number;
  /** Of two at one instant the greater holds. */
  event_id: string;
  team: string;
  state: string;
  slots: number;
  slots_busy: number;
  queues: string[];
}

/** What ingest has found to have changed, ahead of storage: for processes of Linewatch. The record's key is the producer. */
export interface LiveNews {
  /** The process that says so: another one after each start. */
  producer: string;
  /** Of this producer's news, from 0: where one is left out, news are missing. */
  sequence: number;
  positions: Position[];
  conversations: OpenConversation[];
  agents: ToldState[];
}
