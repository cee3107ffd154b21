import { shallowRef, watch, type ShallowRef } from 'vue'
import { useRoute } from 'vue-router'
import { acquire } from '@/stores/openProjects'
import type { ProjectStore } from '@/stores/project'
import { useSession } from '@/stores/session'
import { projectKeyOf } from '../route'

/** The project that the address is about, which its page holds open anyway; null on pages about none. */
export function useHere(): Readonly<ShallowRef<ProjectStore | null>> {
  const route = useRoute()
  const session = useSession()
  const here = shallowRef<ProjectStore | null>(null)
  watch(
    () => session.projectByKey(projectKeyOf(route) ?? '')?.id,
    (id, _, onCleanup) => {
      if (!id) return void (here.value = null)
      const { store, release } = acquire(id)
      here.value = store
      onCleanup(release)
    },
    { immediate: true },
  )
  return here
}
