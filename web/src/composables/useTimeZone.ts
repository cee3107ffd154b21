import { computed, type ComputedRef } from 'vue'
import { useSession } from '@/stores/session'

/** The person's time zone (IANA name): of their profile, else of this device. */
export function useTimeZone(): ComputedRef<string> {
  const session = useSession()
  return computed(() => session.user?.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone)
}
