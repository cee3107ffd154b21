import { ProblemError } from '@/api/problem'
import { toastProblem } from '@/ui/toast'

/** Does what may be refused: a refusal is said in a notice. Answers whether it succeeded. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    toastProblem(error.message)
    return false
  }
}
