import type { Task } from '@/api/types'
import type { Pick } from './pick'

/** What a list can show of a task. `field:<id>` is a custom field. */
export type ColumnId =
  | 'key'
  | 'title'
  | 'status'
  | 'priority'
  | 'assignees'
  | 'labels'
  | 'dueDate'
  | 'startDate'
  | 'estimateSeconds'
  | 'spentSeconds'
  | 'createdAt'
  | 'updatedAt'
  | 'completedAt'
  | `field:${string}`

export interface Column {
  id: ColumnId
  /** Unless somebody has made it wider or narrower, px. */
  width: number
  /** What a press on its cell lets one choose. */
  pick?: Pick
}

/** All that there are, in the order in which they stand. The title takes what the others leave. */
export const columns: readonly Column[] = [
  { id: 'key', width: 84 },
  { id: 'title', width: 280 },
  { id: 'status', width: 132, pick: 'status' },
  { id: 'priority', width: 104, pick: 'priority' },
  { id: 'assignees', width: 96, pick: 'assignees' },
  { id: 'labels', width: 180, pick: 'labels' },
  { id: 'startDate', width: 96, pick: 'startDate' },
  { id: 'dueDate', width: 96, pick: 'dueDate' },
  { id: 'estimateSeconds', width: 88, pick: 'estimate' },
  { id: 'spentSeconds', width: 88 },
  { id: 'createdAt', width: 96 },
  { id: 'updatedAt', width: 96 },
  { id: 'completedAt', width: 96 },
]

export const defaultColumns: readonly ColumnId[] = [
  'key',
  'title',
  'status',
  'priority',
  'assignees',
  'dueDate',
]

export const narrowestPx = 56
export const widestPx = 640

/** Before the first column: the tick of selection. */
export const tickPx = 36
/** After the last one: the menu of a row, and what the list shows. */
export const menuPx = 40

/** Grid tracks for these columns, and how wide the list is at least, px. */
export function tracksOf(
  shown: readonly Column[],
  widths: Readonly<Record<string, number>>,
): { template: string; minPx: number } {
  const wide = (column: Column): number => widths[column.id] ?? column.width
  const tracks = shown.map((column) =>
    column.id === 'title' ? `minmax(${column.width}px, 1fr)` : `${wide(column)}px`,
  )
  const minPx = shown.reduce(
    (sum, column) => sum + (column.id === 'title' ? column.width : wide(column)),
    tickPx + menuPx,
  )
  return { template: `${tickPx}px ${tracks.join(' ')} ${menuPx}px`, minPx }
}

/** The value of a custom field. */
export const valueOf = (task: Readonly<Task>, field: string): unknown => task.fields?.[field]
