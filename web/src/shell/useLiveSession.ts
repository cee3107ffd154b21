import { onMounted, onScopeDispose } from 'vue'
import { useRouter } from 'vue-router'
import { useSession } from '@/stores/session'
import { whenIdle } from './idle'

/** Projects that others make, share, rename or take away show at once, and so do notifications. */
export function useLiveSession(): void {
  const router = useRouter()
  const session = useSession()
  let stop: (() => void) | null = null
  let disposed = false

  async function start(): Promise<void> {
    const [{ followPerson }, { showNotice }, { showBadge }, { openClicked }, { sendWaiting }] =
      await Promise.all([
        import('@/stores/person'),
        import('./notices'),
        import('./badge'),
        import('./push'),
        import('@/stores/openProjects'),
      ])
    if (disposed) return
    sendWaiting()
    const stops = [
      followPerson((told) => void showNotice(told, router)),
      showBadge(() => session.me?.unread ?? 0),
      openClicked(router),
    ]
    stop = () => stops.forEach((end) => end())
  }

  onMounted(() => whenIdle(() => void start()))
  onScopeDispose(() => {
    disposed = true
    stop?.()
  })
}
