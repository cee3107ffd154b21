import { computed, onScopeDispose, shallowRef, type ComputedRef } from 'vue'
import { ProblemError } from '@/api/problem'
import { teams as api } from '@/api/teams'
import type { Id, Project } from '@/api/types'
import { includes } from '@/project/access'
import { useSession } from '@/stores/session'

/**
 * The projects to which tasks of another one can be moved: those in which this person may make tasks. All that they
 * see, until the server has said what they may do where; whether it is so is asked again before anything is moved.
 */
export function useTransferTargets(from: Id): ComputedRef<readonly Project[]> {
  const session = useSession()
  const mine = shallowRef<ReadonlySet<Id> | null>(null)
  let disposed = false
  onScopeDispose(() => (disposed = true))

  async function ask(): Promise<void> {
    try {
      const lists = await Promise.all(session.teams.map(({ id }) => api.projects(id, 'active')))
      const editable = lists.flat().filter(({ role }) => includes(role, 'editor'))
      if (!disposed) mine.value = new Set(editable.map(({ project }) => project.id))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
    }
  }
  void ask()

  return computed(() =>
    session.projects.filter(
      ({ id, archivedAt }) => id !== from && !archivedAt && (mine.value?.has(id) ?? true),
    ),
  )
}
