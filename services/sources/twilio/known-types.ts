/**
 * The other types of TaskRouter's events, of the reference of callbacks and of Event Streams (which has its own names
 * for some): known, and saying nothing that is counted. What is not here either is not known.
 */
const UNCOUNTED: ReadonlySet<string> = new Set([
  ...['activity.created', 'activity.updated', 'activity.deleted'],
  ...['reservation.created', 'reservation.rejected', 'reservation.timeout', 'reservation.canceled'],
  ...['reservation.rescinded', 'reservation.failed', 'reservation.wrapup'],
  ...['task.updated', 'task.transfer-attempt-failed', 'task.transfer-failed', 'task.transfer-canceled'],
  ...['task-channel.created', 'task-channel.updated', 'task-channel.deleted'],
  ...[
    'task-queue.created',
    'task-queue.deleted',
    'task-queue.updated',
    'task-queue.timeout',
    'task-queue.moved',
  ],
  ...['task-queue.expression.updated', 'task-queue.expression-updated'],
  ...['worker.attributes.update', 'worker.capacity.update', 'worker.channel.availability.update'],
  ...['workflow.created', 'workflow.updated', 'workflow.deleted', 'workflow.target-matched'],
  ...['workflow.entered', 'workflow.rejected'],
  ...['workspace.created', 'workspace.updated', 'workspace.deleted'],
  ...['operating-unit.created', 'operating-unit.updated', 'operating-unit.deleted'],
]);

export function isUncounted(type: string): boolean {
  return UNCOUNTED.has(type);
}
