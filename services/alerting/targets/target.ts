import type { AlertSubject } from '../alert.ts';

/** A running SLA target, or one that was missed. */
export interface Target extends AlertSubject {
  /** UTC ms. */
  dueAt: number;
  state: 'active' | 'breached';
  budgetMs: number;
  /** Of a running target: what of the budget was spent when its clock last began to run, ms. */
  spentMs: number;
}

/** Names a target for as long as it lives, wherever its due time moves. */
export function targetKey({ stream, conversationId, seq }: AlertSubject): string {
  return `${stream}\n${conversationId}\n${seq}`;
}
