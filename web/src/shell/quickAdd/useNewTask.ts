import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useRouter } from 'vue-router'
import { useQuickAdd, type UseQuickAddReturn } from '@/composables/useQuickAdd'
import { useUndo } from '@/composables/useUndo'
import { useI18n } from '@/i18n'
import { makeTask } from '@/stores/newTask'
import { usePreferences } from '@/stores/preferences'
import { useProject } from '@/stores/project'
import { isReady } from '@/stores/ready'
import { toast } from '@/ui/toast'
import { projectTo, taskHref } from '../route'
import { useTarget, type UseTargetReturn } from './useTarget'

export interface UseNewTaskReturn
  extends Pick<UseTargetReturn, 'projects' | 'target'>, Pick<UseQuickAddReturn, 'chips' | 'choose'> {
  /** Why it cannot be made in the chosen project, null where it can or that is not known yet. */
  readonly whyNot: ComputedRef<string | null>
  /** The chosen project is on its way. */
  readonly isWaiting: Readonly<ShallowRef<boolean>>
  /** Makes the task and empties the text; false where the text says nothing, or the project refuses. */
  create(): Promise<boolean>
}

/** A new task of what is written, in a project of choice, which need not be open. */
export function useNewTask(text: Ref<string>): UseNewTaskReturn {
  const { t } = useI18n()
  const { projects, target, keep } = useTarget()
  const store = useProject(target)
  const { chips, choose, commands, reset } = useQuickAdd(text, store)
  const tellMade = useMade()

  const isOut = shallowRef(false)
  const isWaiting = shallowRef(false)
  // Given up, or another project chosen, while this one is on its way: then nothing is made.
  let turn = 0
  function giveUp(): void {
    turn++
    isWaiting.value = false
  }
  onScopeDispose(giveUp)
  watch(target, giveUp, { flush: 'sync' })
  watch(target, () => (isOut.value = false))
  const whyNot = computed(() => {
    if (isOut.value || store.status.value === 'failed') return t('compose.quick.unreachable')
    return store.role.value === null ? null : store.whyNot({ kind: 'task.create' })
  })

  /** Labels and people are understood once the project is here; false where nobody waits for it any more. */
  async function arrive(): Promise<boolean> {
    const mine = ++turn
    isWaiting.value = true
    const isHere = await isReady(store)
    if (turn !== mine) return false
    isOut.value = !isHere
    isWaiting.value = false
    return true
  }

  async function create(): Promise<boolean> {
    if (isWaiting.value || commands().length === 0) return false
    if (!(await arrive())) return false
    const status = store.statuses.value[0]?.id
    const wishes = whyNot.value === null ? commands(status ? { status } : {}) : []
    if (wishes.length === 0) return false
    tellMade(target.value, wishes)
    keep()
    text.value = ''
    reset()
    return true
  }

  return { projects, target, chips, choose, whyNot, isWaiting, create }
}

/** Makes a task and says so, with the ways to it and back. */
function useMade(): (project: string, wishes: ReturnType<UseQuickAddReturn['commands']>) => void {
  const { t } = useI18n()
  const router = useRouter()
  const preferences = usePreferences()
  return (id, wishes) => {
    const made = makeTask(id, wishes)
    const project = made.store.project.value
    const task = wishes.find((wish) => wish.kind === 'task.create')
    if (!project || !task) return

    /** Until the server has counted it, it has no address of its own. */
    function open(): void {
      const key = made.store.peek(task!.task)?.key
      void router.push(key ? taskHref(key) : projectTo(project!, preferences.lastViews))
    }
    toast(t('compose.quick.made', { title: task.title, project: project.name }), {
      undo: () => useUndo(made.store).takeBack(made),
      action: [{ label: t('compose.quick.open'), run: open }],
    })
  }
}
