import { shallowRef, watch, type ShallowRef, type WatchSource } from 'vue'
import { ProblemError } from '@/api/problem'

export interface UseListReturn<T> {
  /** Null until they were here once. */
  items: Readonly<ShallowRef<readonly T[] | null>>
  /** The last attempt was refused, or did not get through; what was here before stays. */
  hasFailed: Readonly<ShallowRef<boolean>>
  /** Asks anew. Never rejects for a refusal. */
  load: () => Promise<void>
}

/** A list that is asked for at once, and anew with each change of `source`; of several answers the latest asked counts. */
export function useList<T>(ask: () => Promise<readonly T[]>, source: WatchSource<unknown>): UseListReturn<T> {
  const items = shallowRef<readonly T[] | null>(null)
  const hasFailed = shallowRef(false)
  let asked = 0

  async function load(): Promise<void> {
    const turn = ++asked
    try {
      const answer = await ask()
      if (turn !== asked) return
      items.value = answer
      hasFailed.value = false
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      if (turn === asked) hasFailed.value = true
    }
  }

  watch(source, load, { immediate: true })
  return { items, hasFailed, load }
}
