import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import type { ActivityItem, ActivityPage } from '@/api/activity'
import { ProblemError } from '@/api/problem'

export interface UseActivityReturn {
  /** The newest first, as far as they were loaded. */
  items: Readonly<ShallowRef<readonly ActivityItem[]>>
  state: Readonly<ShallowRef<'loading' | 'more' | 'end' | 'failed'>>
  /** Loads on; asked again while it loads, it does nothing. */
  more(): Promise<void>
}

/** What changes come together, ms. */
const gatherMs = 250

/**
 * What happened, page by page, and live: `load` gives a page, `what` says of what it is (a change begins anew), and
 * whenever `changes` gives something else, what is new is put before the rest.
 */
export function useActivity(
  load: (cursor: string | null) => Promise<ActivityPage>,
  what: () => unknown,
  changes: () => unknown,
): UseActivityReturn {
  const items = shallowRef<readonly ActivityItem[]>([])
  const state = shallowRef<'loading' | 'more' | 'end' | 'failed'>('loading')
  let cursor: string | null = null
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(after: string | null, use: (page: ActivityPage) => void): Promise<void> {
    const own = turn
    try {
      const page = await load(after)
      if (own === turn) use(page)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      if (own === turn && (after !== null || items.value.length === 0)) state.value = 'failed'
    }
  }

  function goOn(page: ActivityPage): void {
    items.value = [...items.value, ...page.items]
    cursor = page.nextCursor
    state.value = cursor === null ? 'end' : 'more'
  }

  /** Where nothing of the first page is known already, more has happened than it holds: all begins anew. */
  function refresh(page: ActivityPage): void {
    const known = new Set(items.value.map(({ id }) => id))
    const fresh = page.items.filter(({ id }) => !known.has(id))
    if (fresh.length === page.items.length) {
      items.value = []
      goOn(page)
    } else if (fresh.length > 0) items.value = [...fresh, ...items.value]
  }

  watch(
    () => JSON.stringify(what()),
    () => {
      turn++
      items.value = []
      cursor = null
      state.value = 'loading'
      void ask(null, goOn)
    },
    { immediate: true },
  )
  watch(changes, () => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(null, refresh), gatherMs)
  })
  onScopeDispose(() => {
    clearTimeout(timer)
    turn++
  })

  async function more(): Promise<void> {
    if (state.value !== 'more' && state.value !== 'failed') return
    state.value = 'loading'
    await ask(cursor, goOn)
  }
  return { items, state, more }
}
