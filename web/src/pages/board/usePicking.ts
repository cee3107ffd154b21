import { shallowRef, watch, type ShallowRef } from 'vue'
import { useI18n } from '@/i18n'
import { holdKeys } from '@/composables/heldKeys'
import type { Choice } from '@/features/list/pick'
import type { Pick, Picking } from '@/features/task/pick'
import { toastProblem } from '@/ui/toast'

export interface UsePickingOptions {
  /** Why this person may not change tasks, null when they may. */
  whyNot: () => string | null
  /** The task whose panel is open. */
  openTask: () => string | null
  /** The task on which the keyboard is, or was. */
  current: () => string | null
}

export interface UsePickingReturn {
  /** What is being chosen, for which tasks, and where. */
  readonly picking: ShallowRef<Picking | null>
  pick(what: Pick, task: string, anchor?: HTMLElement, field?: string): void
  /** What the list asks for: of one row or of all that are selected in it. */
  pickFor(choice: Choice): void
  /** Keys are about the focused card; without one in focus, about the task that is open. */
  target(): string | null
}

/** Which property of which task is being chosen, and beside what. */
export function usePicking({ whyNot, openTask, current }: UsePickingOptions): UsePickingReturn {
  const { t } = useI18n()
  const picking = shallowRef<Picking | null>(null)

  // A right that ends closes what was open to change something.
  watch(whyNot, (now) => {
    if (now !== null) picking.value = null
  })

  function target(): string | null {
    const card = (document.activeElement as HTMLElement | null)?.dataset.card
    return card ?? openTask() ?? current()
  }

  function pickFor({ pick: what, tasks, anchor, field }: Choice): void {
    const [first] = tasks
    const why = whyNot()
    if (first === undefined) return
    if (why !== null) return void toastProblem(t('sync.notAllowed'), { detail: why })
    pick(what, first, anchor ?? undefined, field)
    if (tasks.length > 1 && picking.value) picking.value = { ...picking.value, tasks }
  }

  function pick(what: Pick, task: string, anchor?: HTMLElement, field?: string): void {
    const isFocused = (document.activeElement as HTMLElement | null)?.dataset.card === task
    const pill = task === openTask() && !isFocused ? pillOf(what, field) : null
    picking.value = { pick: what, task, anchor: anchor ?? pill ?? cardOf(task), ...(field ? { field } : {}) }
    if (!anchor) holdKeys()
  }

  return { picking, pick, pickFor, target }
}

/** Where the panel shows it; links begin at one place. */
function pillOf(what: Pick, field?: string): HTMLElement | null {
  if (what === 'remind') return find('[data-pick="dueDate"]:not(.fixed)') ?? find('[data-pick="status"]')
  return find(`[data-pick="${field ? `field:${field}` : what}"]`) ?? find('[data-pick="links"]')
}

/** A task's card or row; the focused one, where it stands in several groups. */
export function cardOf(task: string): HTMLElement | null {
  const selector = `[data-card="${CSS.escape(task)}"]`
  const focused = document.activeElement?.matches(selector) ? (document.activeElement as HTMLElement) : null
  return (focused ?? find(selector))?.closest<HTMLElement>('[data-drag]') ?? null
}

function find(selector: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(selector)
}
