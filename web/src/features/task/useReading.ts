import { useDocumentVisibility } from '@vueuse/core'
import { computed, shallowRef, watch, type ShallowRef } from 'vue'
import type { Id } from '@/api/types'
import type { CommentList, ProjectStore } from '@/stores/project'
import { useUnread } from '@/stores/unread'
import { firstUnread, latestOf } from './threads'

export interface UseReadingReturn {
  /** The first comment that one had not read when the task was opened, or the page looked at again. */
  readonly newFrom: ShallowRef<Id | null>
}

/** Keeps how far one has read a task's comments: what is on the screen, while the page is in sight, counts as read. */
export function useReading(
  store: ProjectStore,
  task: Id,
  list: Readonly<ShallowRef<CommentList>>,
  me: () => Id | null,
): UseReadingReturn {
  const unread = useUnread()
  const sight = useDocumentVisibility()
  const newFrom = shallowRef<Id | null>(null)
  /** Up to when one had read before; undefined until that is known. */
  const before = shallowRef<string | null | undefined>(undefined)
  void unread.ready(store.id).then((marks) => (before.value = marks.get(task) ?? null))

  const latest = computed(() => {
    const { comments, pending, isComplete } = list.value
    return isComplete ? latestOf(comments.filter(({ id }) => !pending.has(id))) : undefined
  })

  watch(
    [before, latest, sight],
    ([since, last, seen]) => {
      if (since === undefined || !last) return
      const first = firstUnread(list.value.comments, since, me())
      const isNew = seen !== 'visible' || unread.has(task)
      if (first && isNew) newFrom.value = first.id
      // One's own words need no mark, but for the first, from which on others' count.
      if (seen !== 'visible' || (!first && since !== null)) return
      before.value = last.createdAt
      unread.mark(task, last.id)
    },
    { immediate: true },
  )
  return { newFrom }
}
