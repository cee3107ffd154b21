import { CalendarDays, CalendarRange, CircleDot, PanelRight } from '@lucide/vue'
import { useI18n } from '@/i18n'
import { useActions } from '@/composables/useActions'
import { doOrSay } from '@/composables/useRefusal'
import type { Action } from '@/stores/actions'
import type { Mode } from './grid'
import type { CalendarFocus, Direction } from './useCalendarFocus'
import type { CalendarMoves } from './useCalendarMoves'

export interface UseCalendarActionsOptions {
  root: () => HTMLElement | null
  focus: CalendarFocus
  moves: CalendarMoves
  whyNot: () => string | null
  show: (mode: Mode) => void
  page: (by: 1 | -1) => void
  goToday: () => void
  compose: () => void
  toggleTray: () => void
  open: (card: string) => void
  peek: (card: string) => void
}

const directions: Record<Direction, { days: number; keys: readonly string[] }> = {
  left: { days: -1, keys: ['left', 'h'] },
  // L alone is the label's key.
  right: { days: 1, keys: ['right', 'shift+l'] },
  up: { days: -7, keys: ['up'] },
  down: { days: 7, keys: ['down'] },
}

/** The keys of the calendar, which is where the focus is unless something lies above it. */
export function useCalendarActions(options: UseCalendarActionsOptions): void {
  const { focus, moves, whyNot } = options
  const { t } = useI18n()
  const section = t('calendar.section')

  const active = (): HTMLElement | null => document.activeElement as HTMLElement | null
  const card = (): string | null => active()?.dataset.card ?? null
  const day = (): string | null => active()?.dataset.day ?? null
  const isHere = (): boolean => active() === null || active() === document.body || !!card() || !!day()

  const key = (
    id: string,
    label: string,
    keys: string | readonly string[],
    when: () => boolean,
    run: () => void,
  ) => ({
    id: `calendar.${id}`,
    label,
    section,
    keys,
    keyOnly: true,
    when,
    run,
  })

  // The bar may be drawn anew elsewhere, and the focus goes with it.
  function change(work: (task: string) => boolean): void {
    const task = card()!
    doOrSay(whyNot(), () => work(task) && void focus.go(task))
  }

  const steps = (Object.keys(directions) as Direction[]).flatMap((to): Action[] => {
    const { days, keys } = directions[to]
    return [
      key(`focus-${to}`, t(`calendar.focus.${to}`), keys, isHere, () => void focus.step(to)),
      key(
        `move-${to}`,
        t(`calendar.move.${to}`),
        `alt+${to}`,
        () => !!card(),
        () => change((task) => moves.shift(task, days)),
      ),
      key(
        `resize-${to}`,
        t(`calendar.resize.${to}`),
        `alt+shift+${to}`,
        () => !!card(),
        () => change((task) => moves.extend(task, days)),
      ),
    ]
  })

  const others: Action[] = [
    key('next', t('calendar.focus.next'), 'j', isHere, () => void focus.walk(1)),
    key('previous', t('calendar.focus.previous'), 'k', isHere, () => void focus.walk(-1)),
    key('page-before', t('calendar.before.month'), 'pageup', isHere, () => options.page(-1)),
    key('page-after', t('calendar.after.month'), 'pagedown', isHere, () => options.page(1)),
    key(
      'open',
      t('calendar.openTask'),
      'enter',
      () => !!card() || !!day(),
      () => {
        if (card()) options.open(card()!)
        else doOrSay(whyNot(), options.compose)
      },
    ),
    key(
      'peek',
      t('calendar.peekTask'),
      'space',
      () => !!card(),
      () => options.peek(card()!),
    ),
    {
      id: 'calendar.today',
      label: t('calendar.goToday'),
      section,
      keys: '.',
      icon: CircleDot,
      run: options.goToday,
    },
    key('home', t('calendar.goToday'), 'home', isHere, options.goToday),
    {
      id: 'calendar.month',
      label: t('calendar.showMonth'),
      section,
      icon: CalendarDays,
      run: () => options.show('month'),
    },
    {
      id: 'calendar.week',
      label: t('calendar.showWeek'),
      section,
      icon: CalendarRange,
      run: () => options.show('week'),
    },
    {
      id: 'calendar.tray',
      label: t('calendar.tray'),
      section,
      icon: PanelRight,
      run: options.toggleTray,
    },
    {
      id: 'task.create',
      label: t('calendar.create'),
      section,
      keys: 'c',
      run: () => doOrSay(whyNot(), options.compose),
    },
  ]
  useActions([...steps, ...others])
}
