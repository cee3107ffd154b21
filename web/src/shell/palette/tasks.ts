/** Tasks and what is said of them, as options of the palette. */
import { MessageSquare, SquareKanban } from '@lucide/vue'
import type { Found, Project, Task } from '@/api/types'
import { useI18n } from '@/i18n'
import { fits, segments, type Segment } from '@/project/mark'
import { findTasks, type Hit } from '@/project/search'
import StatusIcon from '@/ui/StatusIcon.vue'
import { taskHref } from '../route'
import type { Item, Lot } from './lots'

type Shown = Pick<Task, 'key' | 'title' | 'archivedAt'>

/** What stands faintly at the end: a key, and that it was archived. */
export function hintOf(key: string, isArchived: boolean, keyParts: readonly Segment[] = []): Partial<Item> {
  const end = isArchived ? ` · ${useI18n().t('palette.archived')}` : ''
  if (keyParts.length === 0) return { hint: key + end }
  return { hint: key + end, hintParts: [...keyParts, { text: end, hit: false }] }
}

export function taskItem(task: Shown, keyParts: readonly Segment[] = []): Item {
  const to = taskHref(task.key)
  return { value: to, to, label: task.title, ...hintOf(task.key, !!task.archivedAt, keyParts) }
}

/** A status as its project draws it; where that is not known, whether the task is done. */
export function statusIcon(task: Readonly<Task>, projects: readonly Project[]): Partial<Item> {
  const project = projects.find(({ id }) => id === task.project)
  const status = project?.statuses?.find(({ id }) => id === task.status)
  const { category, color } = status ?? { category: task.completedAt ? 'done' : 'todo' }
  return { icon: StatusIcon, iconProps: { category, ...(color ? { color } : {}) } }
}

export function hitItem({ task, ranges, keyRanges }: Hit, projects: readonly Project[]): Item {
  return {
    ...taskItem(task, segments(task.key, keyRanges)),
    ...statusIcon(task, projects),
    parts: segments(task.title, ranges),
  }
}

/** What the server has found, in its order. */
export function lotsOf(found: readonly Found[], typed: string, projects: readonly Project[]): Lot[] {
  const of = (type: Found['type']): Item[] =>
    found.filter((one) => one.type === type).flatMap((one) => foundItem(one, typed, projects) ?? [])
  return [
    { section: 'tasks', fit: fits.holds, items: of('task') },
    { section: 'projects', fit: fits.holds, items: of('project') },
    { section: 'comments', fit: fits.holds, items: of('comment') },
  ]
}

function foundItem(found: Found, typed: string, projects: readonly Project[]): Item | null {
  const { type, task, project, comment } = found
  const marked = { ...some('parts', found.marks), ...some('excerpt', found.excerpt) }
  if (type === 'task' && task) {
    const keyRanges = findTasks([task], typed, 1)[0]?.keyRanges ?? []
    return { ...taskItem(task, segments(task.key, keyRanges)), ...statusIcon(task, projects), ...marked }
  }
  if (type === 'project' && project) return { ...projectItem(project), ...marked }
  return comment && task ? commentItem(comment.id, task, found.excerpt) : null
}

const some = (member: 'parts' | 'excerpt', parts: readonly Segment[] | null): Partial<Item> =>
  parts?.length ? { [member]: parts } : {}

/** `value` is the same however it was found. */
export function projectItem({
  key,
  name,
  archivedAt,
}: Pick<Project, 'key' | 'name' | 'archivedAt'>): Item & { to: string } {
  const to = `/p/${key}`
  return { value: to, to, label: name, icon: SquareKanban, ...hintOf(key, archivedAt !== null) }
}

function commentItem(id: string, task: Shown, excerpt: readonly Segment[]): Item {
  return {
    ...taskItem(task),
    value: `comment:${id}`,
    label: excerpt.map(({ text }) => text).join(''),
    parts: excerpt,
    icon: MessageSquare,
  }
}
