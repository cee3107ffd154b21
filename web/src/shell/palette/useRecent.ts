import { CircleDot } from '@lucide/vue'
import { computed, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useRoute } from 'vue-router'
import { fits } from '@/project/mark'
import { usePreferences } from '@/stores/preferences'
import type { ProjectStore } from '@/stores/project'
import { useSession } from '@/stores/session'
import { taskKeyOf } from '../route'
import type { Item, Lot } from './lots'
import { statusIcon, taskItem } from './tasks'
import { tasksOf } from './useFound'

const kept = 12
const most = 6

/** Notes which tasks are opened, as long as the shell is there. */
export function noteRecent(here: Readonly<ShallowRef<ProjectStore | null>>): void {
  const route = useRoute()
  const session = useSession()
  const preferences = usePreferences()
  const opened = computed(() => {
    const key = taskKeyOf(route)
    const store = here.value
    if (key === null || store?.status.value !== 'ready') return null
    const [id] = store.search((task) => task.key === key)
    return (id && store.peek(id)) || null
  })
  watch(
    opened,
    (task) => {
      const me = session.user?.id
      if (!task || !me) return
      const { key, title } = task
      const others = (preferences.recentTasks[me] ?? []).filter((one) => one.key !== key)
      preferences.recentTasks = {
        ...preferences.recentTasks,
        [me]: [{ key, title }, ...others].slice(0, kept),
      }
    },
    { immediate: true },
  )
}

/** The tasks that were opened last on this device, but for the one that is open; none of projects that are not seen any more. */
export function useRecentLot(here: Readonly<ShallowRef<ProjectStore | null>>): ComputedRef<Lot> {
  const route = useRoute()
  const session = useSession()
  const preferences = usePreferences()
  return computed(() => {
    const all = preferences.recentTasks[session.user?.id ?? ''] ?? []
    const isSeen = ({ key }: { key: string }): boolean =>
      key !== taskKeyOf(route) && !!session.projectByKey(key.replace(/-\d+$/, ''))
    const live = new Map(here.value ? tasksOf(here.value).map((task) => [task.key, task]) : [])
    const items = all.filter(isSeen).map((one): Item => {
      const task = live.get(one.key)
      if (!task) return { ...taskItem({ ...one, archivedAt: null }), icon: CircleDot }
      return { ...taskItem(task), ...statusIcon(task, session.projects) }
    })
    return { section: 'recent', fit: fits.key, items: items.slice(0, most) }
  })
}
