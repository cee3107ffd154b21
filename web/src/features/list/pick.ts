/** What a list asks its page to let somebody choose, for the tasks at hand. */
export type Pick =
  | 'status'
  | 'priority'
  | 'assignees'
  | 'labels'
  | 'startDate'
  | 'dueDate'
  | 'estimate'
  | 'move'
  | 'transfer'
  | 'field'

export interface Choice {
  pick: Pick
  tasks: readonly string[]
  /** Which custom field, where it is one. */
  field?: string
  /** Beside what it is chosen; null: beside the row that has the focus. */
  anchor: HTMLElement | null
}
