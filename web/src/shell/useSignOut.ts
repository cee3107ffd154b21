import { useRouter } from 'vue-router'
import { ProblemError } from '@/api/problem'
import { useSession } from '@/stores/session'
import { toastProblem } from '@/ui/toast'

export interface UseSignOutReturn {
  /** Signs out, unless that would lose something: then it answers how many changes. */
  signOut: () => Promise<number>
  signOutAnyway: () => Promise<void>
}

/** The server tells this device no more; the browser need not stay subscribed. */
async function forgetSubscription(): Promise<void> {
  const { pushSubscription } = await import('./push')
  await (await pushSubscription())?.unsubscribe()
}

export function useSignOut(): UseSignOutReturn {
  const session = useSession()
  const router = useRouter()

  async function signOutAnyway(): Promise<void> {
    try {
      await session.logout()
      await forgetSubscription()
      await router.push({ name: 'sign-in' })
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      toastProblem(error.message)
    }
  }

  async function signOut(): Promise<number> {
    const unsent = await session.unsent()
    if (unsent === 0) await signOutAnyway()
    return unsent
  }

  return { signOut, signOutAnyway }
}
