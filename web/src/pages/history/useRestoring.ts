import { computed, type ComputedRef } from 'vue'
import { useUndo } from '@/composables/useUndo'
import { useI18n } from '@/i18n'
import { asItWas, type Known } from '@/project/asItWas'
import type { Past } from '@/stores/past'
import type { ProjectStore } from '@/stores/project'
import { toast } from '@/ui/toast'

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
    await describe(id, then.description !== undefined)
    const commands = asItWas(then, known(live, id))
    if (commands.length === 0) return void toast(t('history.same', { key: then.key }))
    const gesture = live.runAll(commands)
    toast(t('history.restored', { key: then.key, when: moment }), { undo: () => takeBack(gesture) })
  }

  /** What it says now has to be here, to tell whether that is something else, and to be put back by an undo. */
  async function describe(id: string, isWanted: boolean): Promise<void> {
    if (isWanted && live.peek(id)) await live.loadDescription(id).catch(() => '')
  }

  return { whyNot: computed(() => live.whyNot({ kind: 'task.update' })), restore }
}

function known(live: ProjectStore, id: string): Known {
  const all = [...live.statuses.value, ...live.archivedStatuses.value]
  const tasks = new Map(
    live
      .search(() => true)
      .flatMap((one) => {
        const task = live.peek(one)
        return task ? [[one, task] as const] : []
      }),
  )
  const task = live.peek(id)
  if (task) tasks.set(id, task)
  return {
    statuses: new Map(all.map((status) => [status.id, status])),
    labels: new Map(live.labels.value),
    fields: new Map(live.fields.value.map((field) => [field.id, field])),
    members: new Map(live.members.value),
    tasks,
  }
}
