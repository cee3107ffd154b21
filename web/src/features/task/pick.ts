/** What is chosen for a task in a layer that is fetched when it is first asked for. */
const more = ['remind', 'transfer', 'saveTemplate', 'versions'] as const
export type MorePick = (typeof more)[number]

/** The properties of a task that are chosen in a small layer of their own. */
export const picks = [
  'status',
  'priority',
  'assignees',
  'labels',
  'startDate',
  'dueDate',
  'repeat',
  'estimate',
  'move',
  'blockedBy',
  'blocks',
  'related',
  'duplicateOf',
  'field',
  ...more,
] as const
export type Pick = (typeof picks)[number]

export const isMore = (pick: Pick): pick is MorePick => more.includes(pick as MorePick)

/** What is being chosen, for which task, and beside what the layer stands. */
export interface Picking {
  pick: Pick
  task: string
  /** Which custom field, where it is one. */
  field?: string
  /** All that it is chosen for, where that is more than the one. */
  tasks?: readonly string[]
  anchor: HTMLElement | null
}
