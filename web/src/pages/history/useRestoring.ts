import { computed, type ComputedRef } from 'vue'
import { past as api } from '@/api/activity'
import type { Task } from '@/api/types'
import { useUndo } from '@/composables/useUndo'
import { useI18n } from '@/i18n'
import { asItWas, type Known } from '@/project/asItWas'
import type { Past } from '@/stores/past'
import type { ProjectStore } from '@/stores/project'
import { toast, toastProblem } from '@/ui/toast'

export interface UseRestoringReturn {
  /** Why this person may not change tasks, null when they may. */
  readonly whyNot: ComputedRef<string | null>
  /** Makes a task what it was at the moment, now and for everybody; it can be undone. */
  restore(task: string): Promise<void>
}

/** Restoring tasks from the past. */
export function useRestoring(live: ProjectStore, past: Past, when: () => string): UseRestoringReturn {
  const { t } = useI18n()
  const { takeBack } = useUndo(live)

  async function restore(id: string): Promise<void> {
    const moment = when()
    const then = await past.taskThen(id)
    if (!then) return
    const now = await taskNow(id, then.description !== undefined)
    if (now === undefined) return void toastProblem(t('history.failed'))
    const commands = asItWas(then, known(live, now))
    if (commands.length === 0) return void toast(t('history.same', { key: then.key }))
    const gesture = live.runAll(commands)
    toast(t('history.restored', { key: then.key, when: moment }), { undo: () => takeBack(gesture) })
  }

  /**
   * The task as it is; null where it is deleted, undefined where that cannot be told. What it says now has to be here,
   * to tell whether it said something else, and to be put back by an undo.
   */
  async function taskNow(id: string, isSaid: boolean): Promise<Readonly<Task> | null | undefined> {
    if (!live.peek(id)) return api.taskNow(id).catch(() => undefined)
    if (isSaid) await live.loadDescription(id).catch(() => '')
    return live.peek(id) ?? null
  }

  const whyNot = computed(() =>
    live.status.value === 'ready' ? live.whyNot({ kind: 'task.update' }) : t('history.readOnly'),
  )
  return { whyNot, restore }
}

function known(live: ProjectStore, now: Readonly<Task> | null): Known {
  const all = [...live.statuses.value, ...live.archivedStatuses.value]
  const tasks = new Map(
    live
      .search(() => true)
      .flatMap((one) => {
        const task = live.peek(one)
        return task ? [[one, task] as const] : []
      }),
  )
  if (now) tasks.set(now.id, now)
  return {
    statuses: new Map(all.map((status) => [status.id, status])),
    labels: new Map(live.labels.value),
    fields: new Map(live.fields.value.map((field) => [field.id, field])),
    members: new Map(live.members.value),
    tasks,
  }
}
