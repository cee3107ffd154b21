import { useMediaQuery, useTimeoutFn } from '@vueuse/core'
import { computed, watch, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { hashOf, hrefOf, keyOf, type Group } from './groups'

export interface UseInboxBesideReturn {
  /** The task that stands beside the inbox; null: none, or there is no room for two. */
  readonly openKey: ComputedRef<string | null>
  /** Shows a task by its key, "WEB-12". */
  show(key: string, hash?: string): void
  /** Opens a task beside the inbox where there is room, else in its own place. */
  open(group: Group): void
  /** What stands beside the inbox becomes this one, once one stays with it. */
  follow(group: Group): void
  close(): void
}

// Whoever walks through the rows does not have each of their tasks fetched.
const restMs = 120

/** The task beside the inbox is the one that the address names. `onShown` hears of each that is shown. */
export function useInboxBeside(onShown: (group: Group) => void): UseInboxBesideReturn {
  const route = useRoute()
  const router = useRouter()
  const isWide = useMediaQuery('(width >= 1080px)')
  const named = computed(() => {
    const key = route.name === 'inbox' ? route.query.task : null
    return typeof key === 'string' ? key.toUpperCase() : null
  })
  const openKey = computed(() => (isWide.value ? named.value : null))

  // A link from a wide screen, or a window that has become narrow.
  watch(
    [isWide, named],
    ([wide, key]) => {
      if (!wide && key) void router.replace({ path: `/t/${key}`, hash: route.hash })
    },
    { immediate: true },
  )

  function show(key: string, hash = ''): void {
    const to = { name: 'inbox', query: { task: key }, hash }
    // One step back closes the panel, however many tasks were looked at in it.
    void (openKey.value ? router.replace(to) : router.push(to))
  }

  function open(group: Group): void {
    if (isWide.value) show(keyOf(group), hashOf(group))
    else void router.push(hrefOf(group))
    onShown(group)
  }

  let next: Group | null = null
  const { start, stop } = useTimeoutFn(() => next && openKey.value && open(next), restMs, {
    immediate: false,
  })
  function follow(group: Group): void {
    next = group
    if (openKey.value) start()
  }

  function close(): void {
    stop()
    if (router.options.history.state.back === '/inbox') router.back()
    else void router.replace({ name: 'inbox' })
  }

  return { openKey, show, open, follow, close }
}
