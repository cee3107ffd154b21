import type { Router } from 'vue-router'
import { request } from '@/api/client'
import type { Notification as Told, Task } from '@/api/types'
import { addTexts, useI18n } from '@/i18n'
import { reminder } from '@/i18n/en/reminder'
import { toast } from '@/ui/toast'
import { taskHref } from './route'

addTexts({ reminder })

/** Says that one asked to be reminded of a task; of one that cannot be seen any more nothing is said. */
export async function showReminder({ id, reason, task: about }: Told, router: Router): Promise<void> {
  if (reason !== 'reminder') return
  const { t } = useI18n()
  try {
    const { task } = await request<{ task: Task }>('GET', `/tasks/${about}`)
    const open = { label: t('reminder.open'), run: () => void router.push(taskHref(task.key)) }
    const words = t('reminder.of', { key: task.key })
    toast(words, { detail: task.title, action: [open] })
    tellOutside(words, task.title, id, open.run)
  } catch {
    // Deleted or hidden meanwhile, or no connection.
  }
}

/** Also outside of the page, where it is not in sight and the person has allowed that before. Tabs say one thing once. */
function tellOutside(words: string, body: string, tag: string, open: () => void): void {
  const isAllowed = 'Notification' in window && Notification.permission === 'granted'
  if (!document.hidden || !isAllowed) return
  const shown = new Notification(words, { body, tag })
  shown.addEventListener('click', () => {
    window.focus()
    open()
    shown.close()
  })
}
