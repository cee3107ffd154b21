/** What is told of tasks shows them as they are now: whoever looks hears when one is renamed, moved, put away or brought back. */
import { computed, onScopeDispose, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { Id, InboxItem, ProjectEvent, Task } from '@/api/types'
import type { Frame } from '@/sync/frame'
import { clock, socket } from './hub'

// One gesture often touches several tasks, and all streams say hello at once.
const gatherMs = 100

const shown = ['title', 'status', 'archivedAt']

type Items = Readonly<ShallowRef<readonly InboxItem[] | null>>

/** Calls `changed` soon after one of the tasks of these items is shown differently, or may be. */
export function followTasks(items: Items, changed: () => void): void {
  const leave = new Map<Id, () => void>()
  const tasks = idsOf(items, ({ task }) => task)
  let timer: unknown = null

  function hear(frame: Frame): void {
    // Between the list and the stream, and between two connections, anything may have happened.
    const isNew = frame.type === 'hello' || frame.type === 'reset' || frame.type === 'unsubscribed'
    if (!isNew && !(frame.type === 'entry' && frame.events.some(concerns))) return
    clock.clear(timer)
    timer = clock.after(gatherMs, changed)
  }

  function concerns({ type, id, set, task }: ProjectEvent): boolean {
    if (!type.startsWith('task:') || !tasks.value.has((task as Task | undefined)?.id ?? id ?? ''))
      return false
    return !set || shown.some((field) => field in set)
  }

  watch(
    idsOf(items, ({ project }) => project),
    (projects) => {
      for (const id of projects) if (!leave.has(id)) leave.set(id, socket.overhear(id, { onFrame: hear }))
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clock.clear(timer)
    for (const end of leave.values()) end()
  })
}

const idsOf = (items: Items, of: (item: InboxItem) => Id): ComputedRef<ReadonlySet<Id>> =>
  computed(() => new Set(items.value?.map(of)))
