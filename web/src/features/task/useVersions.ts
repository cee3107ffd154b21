import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { activity, past, type Version } from '@/api/activity'
import { ProblemError } from '@/api/problem'
import type { Id } from '@/api/types'

export interface UseVersionsReturn {
  /** The newest first, as far as they were loaded. */
  readonly items: Readonly<ShallowRef<readonly Version[]>>
  readonly state: Readonly<ShallowRef<'loading' | 'more' | 'end' | 'failed'>>
  /** Loads on; asked again while it loads, it does nothing. */
  more(): Promise<void>
  /** A version's text, fetched once. Throws ProblemError. */
  textAt(seq: number): Promise<string>
}

const pageSize = 50

/** The versions of a task's description, page by page. */
export function useVersions(task: Id): UseVersionsReturn {
  const items = shallowRef<readonly Version[]>([])
  const state = shallowRef<'loading' | 'more' | 'end' | 'failed'>('more')
  const texts = new Map<number, Promise<string>>()
  let cursor: string | null = null
  let isGone = false
  onScopeDispose(() => (isGone = true))

  async function more(): Promise<void> {
    if (state.value === 'loading' || state.value === 'end') return
    state.value = 'loading'
    try {
      const page = await activity.versions(task, pageSize, cursor)
      if (isGone) return
      items.value = [...items.value, ...page.items]
      cursor = page.nextCursor
      state.value = cursor === null ? 'end' : 'more'
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      state.value = 'failed'
    }
  }

  function textAt(seq: number): Promise<string> {
    const known = texts.get(seq)
    if (known) return known
    const text = past.task(task, seq).then((then) => then.description ?? '')
    texts.set(seq, text)
    text.catch(() => texts.delete(seq))
    return text
  }

  return { items, state, more, textAt }
}
