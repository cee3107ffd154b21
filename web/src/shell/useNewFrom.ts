import { computed, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import type { Id } from '@/api/types'
import { useSession } from '@/stores/session'

export interface UseNewFromReturn {
  /** Whether this person may make projects at all: guests of all their teams may not. */
  isAllowed: ComputedRef<boolean>
  /** Leads to the form of a new project that begins with what this one has. */
  open: (project: Id) => void
}

export function useNewFrom(): UseNewFromReturn {
  const router = useRouter()
  const session = useSession()
  return {
    isAllowed: computed(() => session.teams.some(({ role }) => role !== 'guest')),
    open: (project) => void router.push({ name: 'home', query: { new: '1', from: project } }),
  }
}
