import { list, request } from './client'
import type { Id, Instant, Reminder } from './types'

/** At a moment, or so many seconds before the task is due. */
export type ReminderWish = { at: Instant } | { beforeSeconds: number }

/** One's own reminders, which nobody else sees; all of it throws ProblemError. */
export const reminders = {
  /** Those of a task that wait, the next one first. */
  of: (task: Id) => list<Reminder>(`/reminders?task=${task}`),
  add: async (task: Id, wish: ReminderWish) =>
    (await request<{ reminder: Reminder }>('POST', `/tasks/${task}/reminders`, wish)).reminder,
  remove: (reminder: Id) => request<void>('DELETE', `/reminders/${reminder}`),
}
