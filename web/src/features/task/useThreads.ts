import { computed, nextTick, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useRoute } from 'vue-router'
import type { Id } from '@/api/types'
import type { CommentList } from '@/stores/project'
import { threadsOf, type Thread } from './threads'

export interface UseThreadsReturn {
  /** Those that are shown: the latest, and as many before them as were asked for. */
  readonly threads: ComputedRef<readonly Thread[]>
  /** How many more a press on "earlier" would show. */
  readonly hidden: ComputedRef<number>
  showMore(): void
  /** The comment to which the address leads, for as long as it stands in it. */
  readonly marked: ComputedRef<Id | null>
  /** There is no such comment any more. */
  readonly isGone: ComputedRef<boolean>
}

const pageOf = 30

/** The comments of a task as threads, page by page, and the way to the one that a link names. */
export function useThreads(list: Readonly<ShallowRef<CommentList>>): UseThreadsReturn {
  const route = useRoute()
  const shown = shallowRef(pageOf)
  const all = computed(() => threadsOf(list.value.comments, list.value.isComplete))
  const threads = computed(() => all.value.slice(Math.max(all.value.length - shown.value, 0)))
  const marked = computed(() => /^#comment-([0-9a-f-]{36})$/.exec(route.hash)?.[1] ?? null)
  const isHere = computed(() => list.value.comments.some(({ id }) => id === marked.value))

  // Once for each link: what is said later does not take the page back there.
  watch(
    () => (marked.value && isHere.value ? marked.value : null),
    (comment) => {
      if (!comment) return
      const at = all.value.findIndex(
        ({ id, replies }) => id === comment || replies.some((reply) => reply.id === comment),
      )
      shown.value = Math.max(shown.value, all.value.length - at)
      void nextTick(() => {
        const element = document.getElementById(`comment-${comment}`)
        element?.scrollIntoView({ block: 'center' })
        element?.focus({ preventScroll: true })
      })
    },
    { immediate: true, flush: 'post' },
  )

  return {
    threads,
    hidden: computed(() => Math.min(all.value.length - threads.value.length, pageOf)),
    showMore: () => (shown.value += pageOf),
    marked,
    isGone: computed(() => marked.value !== null && list.value.isComplete && !isHere.value),
  }
}
