import { shallowRef, type ShallowRef } from 'vue'
import { ProblemError } from '@/api/problem'
import { reminders as api, type ReminderWish } from '@/api/reminders'
import type { Id, Reminder } from '@/api/types'
import { attempt } from '@/composables/attempt'
import { useTimeZone } from '@/composables/useTimeZone'
import { useI18n } from '@/i18n'
import { dayAt } from '@/project/moment'
import { formatDue, formatTime } from '@/ui/due'
import { toast } from '@/ui/toast'

export interface UseRemindersReturn {
  /** Those that wait, the next one first. */
  readonly waiting: Readonly<ShallowRef<readonly Reminder[]>>
  /** They cannot be asked for now. */
  readonly isAway: Readonly<ShallowRef<boolean>>
  /** "Nov 27, 9:00 AM" where the person is. */
  inWords(moment: number): string
  add(wish: ReminderWish): Promise<boolean>
  remove(reminder: Reminder): Promise<void>
}

/** One's own reminders of a task. */
export function useReminders(task: Id): UseRemindersReturn {
  const { t, locale } = useI18n()
  const timeZone = useTimeZone()
  const waiting = shallowRef<readonly Reminder[]>([])
  const isAway = shallowRef(false)

  async function load(): Promise<void> {
    try {
      waiting.value = await api.of(task)
      isAway.value = false
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      isAway.value = true
    }
  }
  void load()

  function inWords(moment: number): string {
    const day = formatDue(dayAt(moment, timeZone.value), locale.value)
    return `${day}, ${formatTime(moment, locale.value, timeZone.value)}`
  }

  async function add(wish: ReminderWish): Promise<boolean> {
    return attempt(async () => {
      const made = await api.add(task, wish)
      const when = inWords(Date.parse(made.remindAt ?? made.createdAt))
      toast(t('remind.set', { when }), { undo: () => void attempt(() => api.remove(made.id)) })
    })
  }

  async function remove(reminder: Reminder): Promise<void> {
    const { id, at, beforeSeconds } = reminder
    const wish = at ? { at } : { beforeSeconds: beforeSeconds ?? 0 }
    const gone = await attempt(() => api.remove(id))
    if (gone) toast(t('remind.removed'), { undo: () => void add(wish).then(load) })
    await load()
  }

  return { waiting, isAway, inWords, add, remove }
}
