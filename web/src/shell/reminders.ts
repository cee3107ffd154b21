import type { Router } from 'vue-router'
import { request } from '@/api/client'
import type { Notification, Task } from '@/api/types'
import { addTexts, useI18n } from '@/i18n'
import { reminder } from '@/i18n/en/reminder'
import { toast } from '@/ui/toast'

addTexts({ reminder })

/** Says that one asked to be reminded of a task; of one that cannot be seen any more nothing is said. */
export async function showReminder({ reason, task: id }: Notification, router: Router): Promise<void> {
  if (reason !== 'reminder') return
  const { t } = useI18n()
  try {
    const { task } = await request<{ task: Task }>('GET', `/tasks/${id}`)
    const open = { label: t('reminder.open'), run: () => void router.push(`/t/${task.key}`) }
    toast(t('reminder.of', { key: task.key }), { detail: task.title, action: open })
  } catch {
    // Deleted or hidden meanwhile, or no connection.
  }
}
