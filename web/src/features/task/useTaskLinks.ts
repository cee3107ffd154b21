import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { ProblemError } from '@/api/problem'
import { taskLinks } from '@/api/taskLinks'
import type { CommandBody, Task, TaskLink } from '@/api/types'
import { attempt } from '@/composables/attempt'
import { useUndo } from '@/composables/useUndo'
import type { ProjectStore } from '@/stores/project'

export type LinkKind = TaskLink['kind']
/** In the order in which they are shown. */
export const linkKinds: readonly LinkKind[] = [
  'blockedBy',
  'blocks',
  'related',
  'duplicateOf',
  'duplicatedBy',
]

export interface UseTaskLinksReturn {
  /** All that is known: what is in this project is live. */
  links: ComputedRef<readonly TaskLink[]>
  /** What reaches into other projects could not be asked. */
  hasFailed: Readonly<ShallowRef<boolean>>
  /** What takes it back; null where the task is of a project that is not open. */
  remove(link: TaskLink): (() => void) | null
}

/** What a task has to do with others, in this project and in those that one may see. */
export function useTaskLinks(store: ProjectStore, task: () => Task): UseTaskLinksReturn {
  const elsewhere = shallowRef<readonly TaskLink[]>([])
  const hasFailed = shallowRef(false)
  const { takeBack } = useUndo(store)
  const here = computed(() => linksHere(store, task()))
  const links = computed(() => [...here.value, ...elsewhere.value])

  async function load(): Promise<void> {
    const { id, key } = task()
    if (!key || store.role.value === 'visitor') return
    try {
      const all = await taskLinks.of(id)
      if (task().id !== id) return
      elsewhere.value = all.filter(({ task: other }) => other.project !== store.id || other.archivedAt)
      hasFailed.value = false
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      hasFailed.value = task().related.length > 0 || task().duplicateOf !== null
    }
  }

  // Of links into other projects the server has to be asked, once it has our own.
  watch(
    () => [task().id, task().key, task().seq, store.connection.value] as const,
    ([id], before) => {
      if (before && before[0] !== id) elsewhere.value = []
      void load()
    },
    { immediate: true },
  )

  function remove({ kind, task: other }: TaskLink): (() => void) | null {
    const command = unlink(task(), kind, other.id)
    if (command.kind === 'task.update' && command.task === other.id && other.project !== store.id) {
      const { removeRelated } = command
      const body = removeRelated ? { removeRelated } : { duplicateOf: null }
      void attempt(() => taskLinks.change(other.id, body)).then(load)
      return null
    }
    const gesture = store.run(command)
    return () => takeBack(gesture)
  }

  return { links, hasFailed, remove }
}

/** The links that the replica knows, archived tasks among them as far as they are here. */
export function linksHere(store: ProjectStore, task: Task): TaskLink[] {
  void store.linkChanges.value
  const of = (kind: LinkKind, ids: readonly string[]): TaskLink[] =>
    ids.flatMap((id) => {
      const other = store.task(id)
      return other ? [{ kind, task: other }] : []
    })
  const backwards = (points: (other: Readonly<Task>) => boolean) => store.search(points)
  return [
    ...of('blockedBy', task.blockedBy),
    ...of(
      'blocks',
      backwards((other) => other.blockedBy.includes(task.id)),
    ),
    ...of('related', [
      ...new Set([...task.related, ...backwards((other) => other.related.includes(task.id))]),
    ]),
    ...of('duplicateOf', task.duplicateOf ? [task.duplicateOf] : []),
    ...of(
      'duplicatedBy',
      backwards((other) => other.duplicateOf === task.id),
    ),
  ]
}

/** The wish to link a task with another one, which is what `kind` says to it. */
export function link(task: string, kind: LinkKind, other: string): CommandBody {
  switch (kind) {
    case 'blockedBy':
      return { kind: 'task.update', task, addBlockedBy: [other] }
    case 'blocks':
      return { kind: 'task.update', task: other, addBlockedBy: [task] }
    case 'related':
      return { kind: 'task.update', task, addRelated: [other] }
    case 'duplicateOf':
      return { kind: 'task.update', task, duplicateOf: other }
    case 'duplicatedBy':
      return { kind: 'task.update', task: other, duplicateOf: task }
  }
}

/** The wish that takes a link away: told to the task that it is kept with. */
export function unlink(task: Task, kind: LinkKind, other: string): CommandBody {
  switch (kind) {
    case 'blockedBy':
      return { kind: 'task.update', task: task.id, removeBlockedBy: [other] }
    case 'blocks':
      return { kind: 'task.update', task: other, removeBlockedBy: [task.id] }
    case 'related':
      return task.related.includes(other)
        ? { kind: 'task.update', task: task.id, removeRelated: [other] }
        : { kind: 'task.update', task: other, removeRelated: [task.id] }
    case 'duplicateOf':
      return { kind: 'task.update', task: task.id, duplicateOf: null }
    case 'duplicatedBy':
      return { kind: 'task.update', task: other, duplicateOf: null }
  }
}
