import { CalendarDays, CircleCheckBig, CircleDot } from '@lucide/vue'
import { nextTick, shallowRef, type ShallowRef } from 'vue'
import { useI18n } from '@/i18n'
import type { Task } from '@/api/types'
import { useActions } from '@/composables/useActions'

type What = 'status' | 'dueDate'

export interface UseWorkKeysOptions {
  tasks: () => readonly Task[]
  complete: (task: Task) => void
}

export interface UseWorkKeysReturn {
  /** The task on which the keyboard is, or was. */
  readonly current: ShallowRef<string | null>
  /** What is being chosen, for which task, and beside what. */
  readonly picking: ShallowRef<{ what: What; task: Task; anchor: HTMLElement } | null>
}

/** My work by the keyboard. */
export function useWorkKeys({ tasks, complete }: UseWorkKeysOptions): UseWorkKeysReturn {
  const { t } = useI18n()
  const current: UseWorkKeysReturn['current'] = shallowRef(null)
  const picking: UseWorkKeysReturn['picking'] = shallowRef(null)

  const links = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-work]')]
  const focused = (): Task | undefined => {
    const id = (document.activeElement as HTMLElement | null)?.dataset.work ?? current.value
    return tasks().find((task) => task.id === id)
  }

  function walk(by: 1 | -1): void {
    const all = links()
    const at = all.findIndex(({ dataset }) => dataset.work === current.value)
    all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))]?.focus()
  }

  function pick(what: What): void {
    const task = focused()
    const anchor = links().find(({ dataset }) => dataset.work === task?.id)
    if (task && anchor) picking.value = { what, task, anchor }
  }

  /** The focus goes to the task that has taken the place of the one that left. */
  function completeFocused(): void {
    const task = focused()
    if (!task) return
    const at = links().findIndex(({ dataset }) => dataset.work === task.id)
    complete(task)
    void nextTick(() => links()[Math.min(at, links().length - 1)]?.focus())
  }

  const section = t('work.section')
  const step = (id: string, label: string, keys: readonly string[], by: 1 | -1) => ({
    id,
    label,
    section,
    keys,
    keyOnly: true,
    when: isHere,
    run: () => walk(by),
  })
  useActions([
    step('work.next', t('work.next'), ['down', 'j'], 1),
    step('work.previous', t('work.previous'), ['up', 'k'], -1),
    {
      id: 'work.complete',
      label: t('work.completeFocused'),
      section,
      keys: 'mod+enter',
      icon: CircleCheckBig,
      when: () => !!focused(),
      run: completeFocused,
    },
    {
      id: 'work.status',
      label: t('work.setStatus'),
      section,
      keys: 's',
      icon: CircleDot,
      when: () => !!focused(),
      run: () => pick('status'),
    },
    {
      id: 'work.due',
      label: t('work.setDue'),
      section,
      keys: 'd',
      icon: CalendarDays,
      when: () => !!focused(),
      run: () => pick('dueDate'),
    },
  ])
  return { current, picking }
}

/** The focus is on the page, not in something that has keys of its own. */
function isHere(): boolean {
  const element = document.activeElement as HTMLElement | null
  return !element || element === document.body || element.id === 'main' || element.dataset.work !== undefined
}
