import { useI18n } from '@/i18n'
import type { InboxItem } from '@/api/types'
import { useTimeZone } from '@/composables/useTimeZone'
import { dayAt } from '@/project/moment'
import { useSession } from '@/stores/session'
import { formatDue, formatTime } from '@/ui/due'

export interface UseInboxWordsReturn {
  /** "Ada mentioned you". */
  said(item: InboxItem): string
  /** "Nov 27, 9:00 AM" where the person is; ms since 1970. */
  inWords(moment: number): string
}

/** What notifications say. */
export function useInboxWords(): UseInboxWordsReturn {
  const { t, locale } = useI18n()
  const session = useSession()
  const timeZone = useTimeZone()

  function said({ reason, name, count, project, status }: InboxItem): string {
    const statuses = session.projects.find(({ id }) => id === project)?.statuses
    const where = statuses?.find(({ id }) => id === status)?.name ?? t('inbox.elsewhere')
    return t(`inbox.said.${reason}`, { name: name || t('inbox.somebody'), status: where }, count)
  }

  function inWords(moment: number): string {
    const day = formatDue(dayAt(moment, timeZone.value), locale.value)
    return `${day}, ${formatTime(moment, locale.value, timeZone.value)}`
  }

  return { said, inWords }
}
