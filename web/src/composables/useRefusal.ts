import { useI18n } from '@/i18n'
import { toastProblem } from '@/ui/toast'

/** Does something, or says why this person may not: a key or a command is never without an answer. */
export function doOrSay(whyNot: string | null, work: () => void): void {
  if (whyNot === null) work()
  else toastProblem(useI18n().t('sync.notAllowed'), { detail: whyNot })
}
