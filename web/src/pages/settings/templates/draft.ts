import type { Id, Priority, Template } from '@/api/types'
import { formatDuration, parseDuration } from '@/ui/duration'

/** A template as it is written in a form. */
export interface Draft {
  name: string
  title: string
  description: string
  priority: Priority
  labels: readonly Id[]
  assignees: readonly Id[]
  /** In the words that people use for it: "1h 30m". */
  estimate: string
  /** One in each line. */
  subtasks: string
}

/** What is wrong, by the field in which it stands. */
export type Wrong = Partial<
  Record<'name' | 'estimate' | 'subtasks', 'nameMissing' | 'estimateUnclear' | 'tooMany'>
>

// What the server takes at most.
const maxSubtasks = 100
const maxTitle = 500

export function draftOf({ name, task }: Pick<Template, 'name' | 'task'>): Draft {
  const { title, description, priority, labels, assignees, estimateSeconds, subtasks } = task
  const estimate = estimateSeconds ? formatDuration(estimateSeconds) : ''
  return { name, title, description, priority, labels, assignees, estimate, subtasks: subtasks.join('\n') }
}

/** What a draft says; what it has no field for stays as it was. */
export function taskOf(draft: Draft, before: Template['task']): Template['task'] {
  const { title, description, priority, labels, assignees, estimate } = draft
  return {
    ...before,
    title: title.trim(),
    description,
    priority,
    labels: [...labels],
    assignees: [...assignees],
    estimateSeconds: estimate.trim() ? parseDuration(estimate) : null,
    subtasks: linesOf(draft.subtasks),
  }
}

export function wrongIn({ name, estimate, subtasks }: Draft): Wrong {
  const lines = linesOf(subtasks)
  const isTooMuch = lines.length > maxSubtasks || lines.some((line) => line.length > maxTitle)
  return {
    ...(name.trim() ? {} : { name: 'nameMissing' as const }),
    ...(estimate.trim() && parseDuration(estimate) === null ? { estimate: 'estimateUnclear' as const } : {}),
    ...(isTooMuch ? { subtasks: 'tooMany' as const } : {}),
  }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.filter(Boolean)
}
