import { computed, shallowRef, type ComputedRef, type WritableComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import type { Project } from '@/api/types'
import { usePreferences } from '@/stores/preferences'
import { useSession } from '@/stores/session'
import { projectKeyOf } from '../route'

export interface UseTargetReturn {
  /** Those that can hold a new task. */
  readonly projects: ComputedRef<readonly Project[]>
  /** The id of the one that was chosen: at first that of the address, else the one that was used last. */
  readonly target: WritableComputedRef<string>
  /** Makes the chosen one the one that was used last. */
  keep(): void
}

/** In which project a task is made by somebody who may be in none. */
export function useTarget(): UseTargetReturn {
  const route = useRoute()
  const session = useSession()
  const preferences = usePreferences()
  const projects = computed(() => session.projects.filter(({ archivedAt }) => !archivedAt))
  const wanted = shallowRef(session.projectByKey(projectKeyOf(route) ?? '')?.id ?? '')

  const target = computed({
    get: () => {
      const isThere = (id: string): boolean => projects.value.some((project) => project.id === id)
      return [wanted.value, preferences.addsTo].find(isThere) ?? projects.value[0]?.id ?? ''
    },
    set: (id) => (wanted.value = id),
  })
  return { projects, target, keep: () => (preferences.addsTo = target.value) }
}
