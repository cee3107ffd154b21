import { computed, nextTick, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useRoute } from 'vue-router'
import type { Id } from '@/api/types'
import type { CommentList } from '@/stores/project'
import { threadsOf, type Thread } from './threads'

export interface UseThreadsOptions {
  /** How many comments there are in all, those too that are not here. */
  count: () => number
  /** Loads some that are earlier, or up to one. */
  earlier: (to?: Id) => Promise<void>
}

export interface UseThreadsReturn {
  /** Those that are shown: the latest or those around a link, and as many on both sides as were asked for. */
  readonly threads: ComputedRef<readonly Thread[]>
  /** How many more a press on "earlier" would show. */
  readonly hidden: ComputedRef<number>
  showMore(): Promise<void>
  /** How many there are after those that are shown. */
  readonly later: ComputedRef<number>
  showLater(): void
  showLatest(): void
  /** The comment to which the address leads, for as long as it stands in it. */
  readonly marked: ComputedRef<Id | null>
  /** There is no such comment any more. */
  readonly isGone: ComputedRef<boolean>
}

const pageOf = 30

/** The comments of a task as threads, page by page, and the way to the one that a link names. */
export function useThreads(
  list: Readonly<ShallowRef<CommentList>>,
  { count, earlier }: UseThreadsOptions,
): UseThreadsReturn {
  const route = useRoute()
  const all = computed(() => threadsOf(list.value))
  const shown = shallowRef(pageOf)
  /** The thread with which those that are shown end; null: with the latest. */
  const last = shallowRef<Id | null>(null)
  const until = computed(() => {
    const at = last.value === null ? -1 : all.value.findIndex(({ id }) => id === last.value)
    return at < 0 ? all.value.length : at + 1
  })
  const from = computed(() => Math.max(until.value - shown.value, 0))
  const threads = computed(() => all.value.slice(from.value, until.value))
  const later = computed(() => all.value.length - until.value)
  const marked = computed(() => /^#comment-([0-9a-f-]{36})$/.exec(route.hash)?.[1] ?? null)
  const isHere = computed(() => list.value.comments.some(({ id }) => id === marked.value))

  watch(
    () => list.value.isLoaded && marked.value !== null && !isHere.value,
    (isAway) => isAway && void earlier(marked.value!),
    { immediate: true },
  )

  // Once for each link: what is said later does not take the page back there.
  watch(
    () => (marked.value && isHere.value ? marked.value : null),
    (comment) => {
      if (!comment) return
      showAround(comment)
      void nextTick(() => {
        const element = document.getElementById(`comment-${comment}`)
        element?.scrollIntoView({ block: 'center' })
        element?.focus({ preventScroll: true })
      })
    },
    { immediate: true, flush: 'post' },
  )

  function showAround(comment: Id): void {
    const at = all.value.findIndex(
      ({ id, replies }) => id === comment || replies.some((reply) => reply.id === comment),
    )
    const end = at + pageOf / 2
    const isNear = end + pageOf >= all.value.length
    last.value = isNear ? null : all.value[end]!.id
    shown.value = isNear ? Math.max(shown.value, all.value.length - at) : pageOf
  }

  async function showMore(): Promise<void> {
    if (from.value < pageOf && !list.value.isComplete) await earlier()
    shown.value += pageOf
  }

  function showLater(): void {
    const end = until.value - 1 + pageOf
    shown.value += pageOf
    last.value = all.value[end]?.id ?? null
  }

  function showLatest(): void {
    last.value = null
    shown.value = pageOf
  }

  const hidden = computed(() => {
    const away = list.value.isComplete ? 0 : Math.max(count() - list.value.comments.length, 1)
    return list.value.isLoaded ? Math.min(from.value + away, pageOf) : 0
  })
  const isGone = computed(() => marked.value !== null && list.value.isComplete && !isHere.value)
  return { threads, hidden, showMore, later, showLater, showLatest, marked, isGone }
}
