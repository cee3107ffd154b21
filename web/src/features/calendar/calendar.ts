import { inject, provide, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import type { Status, User } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import type { Day } from '@/ui/day'
import type { CalendarItems } from './items'
import type { CalendarDrag } from './useCalendarDrag'
import type { CalendarFocus } from './useCalendarFocus'

/** Of one bar, and from the top of one to the next, px. */
export const barPx = 22
export const lanePx = 24
/** Above the bars of a day: its number. */
export const dayHeadPx = 28

/** What the parts of one calendar share. */
export interface Calendar {
  store: ProjectStore
  items: Readonly<ShallowRef<CalendarItems>>
  statuses: ComputedRef<ReadonlyMap<string, Status>>
  drag: CalendarDrag
  focus: CalendarFocus
  today: Readonly<Ref<Day>>
  /** Who else has a task open. */
  viewers: ComputedRef<ReadonlyMap<string, readonly User[]>>
  /** The task that is open beside the calendar. */
  openCard: Readonly<Ref<string | null>>
  /** Why this person may not change tasks, null when they may. */
  whyNot: ComputedRef<string | null>
  /** Where a task is being created, and in which status. */
  composing: ShallowRef<{ day: Day; status: string } | null>
  open(card: string): void
  compose(day: Day): void
}

const key: InjectionKey<Calendar> = Symbol('calendar')

export function provideCalendar(calendar: Calendar): void {
  provide(key, calendar)
}

export function useCalendar(): Calendar {
  const calendar = inject(key)
  if (!calendar) throw new Error('outside a calendar')
  return calendar
}
