import { onMounted, onScopeDispose } from 'vue'
import { whenIdle } from '@/shell/idle'
import type { ProjectStore } from '@/stores/project'
import type * as Unread from '@/stores/unread'

/** What one has not read shows as dots, once there is time for it. */
export function useUnreadMarks(store: ProjectStore): void {
  let stop = (): void => {}
  let isHere = true
  function begin({ useUnread }: typeof Unread): void {
    if (isHere) stop = useUnread().follow(store)
  }
  onMounted(() => whenIdle(() => void import('@/stores/unread').then(begin, () => null)))
  onScopeDispose(() => {
    isHere = false
    stop()
  })
}
