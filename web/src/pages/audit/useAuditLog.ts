import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'
import { admin, type AuditFilter } from '@/api/admin'
import { ProblemError } from '@/api/problem'
import type { AuditRecord, Id } from '@/api/types'

export interface UseAuditLogReturn {
  /** The newest first, as far as they were loaded. */
  records: Readonly<ShallowRef<readonly AuditRecord[]>>
  state: Readonly<ShallowRef<'loading' | 'more' | 'end' | 'failed'>>
  /** Loads on; asked again while it loads, it does nothing. */
  loadMore(): Promise<void>
}

/** The audit log of a team, or of the instance where `team` gives null: anew with each change of the filter, then page by page. */
export function useAuditLog(team: () => Id | null, filter: () => AuditFilter): UseAuditLogReturn {
  const records = shallowRef<readonly AuditRecord[]>([])
  const state = shallowRef<'loading' | 'more' | 'end' | 'failed'>('loading')
  let cursor: string | null = null
  // Answers to an earlier filter do not count.
  let turn = 0

  async function load(): Promise<void> {
    const own = turn
    state.value = 'loading'
    try {
      const page = await admin.audit(team(), filter(), cursor)
      if (own !== turn) return
      records.value = [...records.value, ...page.items]
      cursor = page.nextCursor
      state.value = cursor === null ? 'end' : 'more'
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      if (own === turn) state.value = 'failed'
    }
  }

  watch(
    () => JSON.stringify([team(), filter()]),
    () => {
      turn++
      records.value = []
      cursor = null
      void load()
    },
    { immediate: true },
  )
  onScopeDispose(() => turn++)

  async function loadMore(): Promise<void> {
    if (state.value === 'more' || state.value === 'failed') await load()
  }
  return { records, state, loadMore }
}
