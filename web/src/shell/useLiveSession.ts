import { onMounted, onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { whenIdle } from './idle'

/** Projects that others make, share, rename or take away show at once, and so do reminders. */
export function useLiveSession(): void {
  const router = useRouter()
  let stop: (() => void) | null = null
  let disposed = false

  async function start(): Promise<void> {
    const [{ followPerson }, { showReminder }] = await Promise.all([
      import('@/stores/person'),
      import('./reminders'),
    ])
    if (!disposed) stop = followPerson((told) => void showReminder(told, router))
  }

  onMounted(() => whenIdle(() => void start()))
  onScopeDispose(() => {
    disposed = true
    stop?.()
  })
}
