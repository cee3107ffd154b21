import { clearDrafts, countDrafts } from '@/composables/useDraft'
import { useAside } from '@/stores/aside'
import { usePreferences } from '@/stores/preferences'
import { useSession, type LocalData } from '@/stores/session'

const data: LocalData = {
  unsent: () => useAside().count + countDrafts(),
  async clear() {
    useAside().clear()
    clearDrafts()
    usePreferences().recentTasks = {}
  },
}

/** What was written on this device and not sent: signing out asks before it is lost (C8). */
export function useLocalData(): void {
  useSession().keepsLocalData(data)
}
