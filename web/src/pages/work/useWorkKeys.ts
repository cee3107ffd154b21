import { CalendarDays, CircleCheckBig, CircleDot, SignalHigh } from '@lucide/vue'
import { nextTick, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from '@/i18n'
import type { Task } from '@/api/types'
import { holdKeys } from '@/composables/heldKeys'
import { useActions } from '@/composables/useActions'
import type { Action } from '@/stores/actions'

export type What = 'status' | 'dueDate' | 'priority'

export interface UseWorkKeysOptions {
  /** Those that are not folded away, in their order. */
  tasks: () => readonly Task[]
  /** The task on which the keyboard is, or was. */
  current: ShallowRef<string | null>
  focus: (task: string) => Promise<void>
  complete: (task: Task) => void
}

export interface UseWorkKeysReturn {
  /** What is being chosen, for which task, and beside what. */
  readonly picking: ShallowRef<{ what: What; task: Task; anchor: HTMLElement } | null>
}

/** My work by the keyboard. */
export function useWorkKeys({ tasks, current, focus, complete }: UseWorkKeysOptions): UseWorkKeysReturn {
  const { t } = useI18n()
  const picking: UseWorkKeysReturn['picking'] = shallowRef(null)

  const place = (): number => {
    const id = (document.activeElement as HTMLElement | null)?.dataset.work ?? current.value
    return tasks().findIndex((task) => task.id === id)
  }
  const focused = (): Task | undefined => tasks()[place()]

  async function go(at: number): Promise<void> {
    const task = tasks()[Math.min(tasks().length - 1, Math.max(0, at))]
    if (!task) return
    current.value = task.id
    await nextTick()
    await focus(task.id)
  }

  async function pick(what: What): Promise<void> {
    const task = focused()
    if (!task) return
    const isOn = (): boolean => (document.activeElement as HTMLElement | null)?.dataset.work === task.id
    if (!isOn()) await go(place())
    if (!isOn()) return
    picking.value = { what, task, anchor: document.activeElement as HTMLElement }
    holdKeys()
  }

  /** The focus goes to the task that has taken the place of the one that left. */
  async function completeFocused(): Promise<void> {
    const at = place()
    complete(focused()!)
    await nextTick()
    await go(at)
  }

  const section = t('work.section')
  const step = (id: string, label: string, keys: string | readonly string[], to: () => number): Action => ({
    id: `work.${id}`,
    label,
    section,
    keys,
    keyOnly: true,
    when: isHere,
    run: () => void go(to()),
  })
  const change = (
    id: string,
    label: string,
    keys: string,
    icon: Action['icon'],
    run: () => void,
  ): Action => ({
    id: `work.${id}`,
    label,
    section,
    keys,
    ...(icon && { icon }),
    when: () => focused() !== undefined,
    run,
  })
  useActions([
    step('next', t('work.next'), ['down', 'j'], () => place() + 1),
    step('previous', t('work.previous'), ['up', 'k'], () => place() - 1),
    step('first', t('work.first'), 'home', () => 0),
    step('last', t('work.last'), 'end', () => tasks().length - 1),
    change('complete', t('work.completeFocused'), 'mod+enter', CircleCheckBig, () => void completeFocused()),
    change('status', t('work.setStatus'), 's', CircleDot, () => void pick('status')),
    change('priority', t('work.setPriority'), 'p', SignalHigh, () => void pick('priority')),
    change('due', t('work.setDue'), 'd', CalendarDays, () => void pick('dueDate')),
  ])
  return { picking }
}

/** The focus is on the page, not in something that has keys of its own. */
function isHere(): boolean {
  const element = document.activeElement as HTMLElement | null
  return !element || element === document.body || element.id === 'main' || element.dataset.work !== undefined
}
