import { useDocumentVisibility } from '@vueuse/core'
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { Id } from '@/api/types'
import type { CommentList, ProjectStore } from '@/stores/project'
import { useUnread } from '@/stores/unread'
import { firstUnread, latestOf } from './threads'

export interface UseReadingOptions {
  list: Readonly<ShallowRef<CommentList>>
  /** The id of who reads. */
  me: () => Id | null
  /** Which comments are on the page. */
  isShown?: (comment: Id) => boolean
}

export interface UseReadingReturn {
  /** The first comment on the page that one had not read when the task was opened, or the page looked at again. */
  readonly newFrom: ComputedRef<Id | null>
  /** What was new is read. */
  read(): void
}

/** Keeps how far one has read a task's comments: what is on the screen, while the page is in sight, counts as read. */
export function useReading(store: ProjectStore, task: Id, options: UseReadingOptions): UseReadingReturn {
  const { list, me, isShown = () => true } = options
  const unread = useUnread()
  const sight = useDocumentVisibility()
  /** Up to when one had read what is not new; undefined where nothing is. Earlier ones may yet be loaded. */
  const newAfter = shallowRef<string | null | undefined>(undefined)
  const newFrom = computed(() => {
    if (newAfter.value === undefined) return null
    const shown = list.value.comments.filter(({ id }) => isShown(id))
    return firstUnread(shown, newAfter.value, me())?.id ?? null
  })
  /** Up to when one had read before; undefined until that is known. */
  const before = shallowRef<string | null | undefined>(undefined)
  void unread.ready(store.id).then((marks) => (before.value = marks.get(task) ?? null))

  const latest = computed(() => {
    const { comments, pending, isLoaded } = list.value
    return isLoaded ? latestOf(comments.filter(({ id }) => !pending.has(id))) : undefined
  })

  watch(
    [before, latest, sight],
    ([since, last, seen]) => {
      if (since === undefined || !last) return
      const first = firstUnread(list.value.comments, since, me())
      const isNew = seen !== 'visible' || unread.has(task)
      if (first && isNew) newAfter.value = since
      // One's own words need no mark, but for the first, from which on others' count.
      if (seen !== 'visible' || (!first && since !== null)) return
      before.value = last.createdAt
      unread.mark(task, last.id)
    },
    { immediate: true },
  )
  return { newFrom, read: () => (newAfter.value = undefined) }
}
