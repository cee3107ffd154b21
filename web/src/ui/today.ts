import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { useI18n } from '@/i18n'
import { dayAt, isTimeZone } from '@/project/moment'
import { firstWeekday, type Day } from './day'

export interface UseTodayReturn {
  /** Today where the person is; another day from midnight on there. */
  readonly today: Readonly<ShallowRef<Day>>
  /** With which day weeks begin, 0 Sunday … 6 Saturday: as the person has set it, else as the locale has it. */
  readonly firstDay: ComputedRef<number>
  /** IANA name. */
  readonly timeZone: Readonly<ShallowRef<string>>
  /** Where the person is, and how their weeks begin; null: where the browser is, as the locale has it. */
  settle(timeZone: string | null, weekStart: number | null): void
}

const minuteMs = 60_000
const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

const timeZone = shallowRef(here())
const weekStart = shallowRef<number | null>(null)
const today = shallowRef<Day>(dayAt(Date.now(), timeZone.value))
const firstDay = computed(() => weekStart.value ?? firstWeekday(useI18n().locale.value))

function look(): void {
  today.value = dayAt(Date.now(), timeZone.value)
}

// Everywhere days part at a whole minute; a timer for the whole night would be late after the machine has slept.
function wait(): void {
  setTimeout(tick, minuteMs - (Date.now() % minuteMs))
}

function tick(): void {
  look()
  wait()
}

wait()
watch(timeZone, look, { flush: 'sync' })

/** What day it is, and how weeks are drawn. One for all, as the language is. */
export function useToday(): UseTodayReturn {
  return {
    today,
    firstDay,
    timeZone,
    settle(zone, start) {
      timeZone.value = zone && isTimeZone(zone) ? zone : here()
      weekStart.value = start
    },
  }
}
