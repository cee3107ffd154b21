import { onMounted, onScopeDispose } from 'vue'
import { whenIdle } from './idle'

/** Projects that others make, share, rename or take away show at once. */
export function useLiveSession(): void {
  let stop: (() => void) | null = null
  let disposed = false

  async function start(): Promise<void> {
    const { followPerson } = await import('@/stores/person')
    if (!disposed) stop = followPerson()
  }

  onMounted(() => whenIdle(() => void start()))
  onScopeDispose(() => {
    disposed = true
    stop?.()
  })
}
