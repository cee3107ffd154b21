import { useEventListener } from '@vueuse/core'
import { useSession } from '@/stores/session'

export interface UseFreshSessionOptions {
  /** How old what is known may be when someone comes back to the page. */
  maxAgeMs?: number
}

/** Projects that others have made or shared meanwhile show when a person comes back to the page. */
export function useFreshSession({ maxAgeMs = 60_000 }: UseFreshSessionOptions = {}): void {
  const session = useSession()
  let askedAt = Date.now()

  useEventListener(document, 'visibilitychange', () => {
    if (document.visibilityState !== 'visible' || Date.now() - askedAt < maxAgeMs) return
    askedAt = Date.now()
    // Without a connection what is known stays.
    void session.refresh().catch(() => null)
  })
}
