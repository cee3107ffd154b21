import { computed, type ComputedRef } from 'vue'
import type { Task } from '@/api/types'
import { countBlockers, isOpen } from '@/stores/blocked'
import { unreadMarks } from '@/stores/unreadMarks'
import { useList } from './list'

/** What `TaskSigns` shows of a row's task. */
export interface Signs {
  blockers: number
  done: number
  parts: number
  comments: number
  unread: boolean
}

/** Null where there is nothing to show, as in most rows. */
export function useSigns(task: () => Task): ComputedRef<Signs | null> {
  const { store, model } = useList()
  return computed(() => {
    const { id, blockedBy, commentCount } = task()
    const [done, parts] = model.value.progress.get(id) ?? [0, 0]
    const waits = blockedBy.length > 0 && isOpen(store, task())
    const blockers = waits ? countBlockers(store, task()) : 0
    if (!blockers && !parts && !commentCount) return null
    return { blockers, done, parts, comments: commentCount, unread: unreadMarks.value.has(id) }
  })
}
