import type { Router } from 'vue-router'
import { request } from '@/api/client'
import type { Notification as Told, Task } from '@/api/types'
import { addTexts, useI18n } from '@/i18n'
import { notice } from '@/i18n/en/notice'
import { toast } from '@/ui/toast'
import { pushSubscription } from './push'
import { taskHref } from './route'

addTexts({ notice })

/**
 * Says what one asked to be reminded of. Of other things the inbox and its count tell; where the page is not in sight,
 * the system does, unless this device is told by Web Push anyway. Of a task that cannot be seen any more nothing is said.
 */
export async function showNotice({ id, reason, task: about }: Told, router: Router): Promise<void> {
  if (reason !== 'reminder' && !canTellOutside()) return
  const { t } = useI18n()
  try {
    const { task } = await request<{ task: Task }>('GET', `/tasks/${about}`)
    const open = { label: t('notice.open'), run: () => void router.push(taskHref(task.key)) }
    const words = t(`notice.of.${reason}`, { key: task.key })
    if (reason === 'reminder') toast(words, { detail: task.title, action: [open] })
    if (!(await pushSubscription())) tellOutside(words, task.title, id, open.run)
  } catch {
    // Deleted or hidden meanwhile, or no connection.
  }
}

/** The page is not in sight, and the person has allowed it before. */
const canTellOutside = (): boolean =>
  document.hidden && 'Notification' in window && Notification.permission === 'granted'

/** Tabs say one thing once. */
function tellOutside(words: string, body: string, tag: string, open: () => void): void {
  if (!canTellOutside()) return
  const shown = new Notification(words, { body, tag })
  shown.addEventListener('click', () => {
    window.focus()
    open()
    shown.close()
  })
}
