import { shallowRef, watch } from 'vue'
import { ProblemError } from '@/api/problem'
import type { Id, TaskLevel, TaskWatch } from '@/api/types'
import { watching as api } from '@/api/watch'
import { attempt } from '@/composables/attempt'
import { useI18n } from '@/i18n'
import { heard } from '@/stores/heard'
import { toast } from '@/ui/toast'

export interface UseWatchingReturn {
  /** Whether one hears of a task; it is asked for when it is first looked at, and null until then. */
  of(task: Id): TaskWatch | null
  /** Sets what one hears of a task, and says so. */
  set(task: Id, level: TaskLevel, key: string): Promise<void>
  /** Watches what one hears nothing of, and mutes the rest. */
  toggle(task: Id, key: string): Promise<void>
}

/** Of which tasks one hears. Everybody has their own. */
export function useWatching(): UseWatchingReturn {
  const { t } = useI18n()
  const known = shallowRef<ReadonlyMap<Id, TaskWatch>>(new Map())
  const asked = new Set<Id>()
  const keep = (task: Id, found: TaskWatch): void => {
    known.value = new Map(known.value).set(task, found)
  }

  async function load(task: Id): Promise<void> {
    try {
      keep(task, await api.task(task))
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      asked.delete(task)
    }
  }
  // It may have been changed on another device, or be what somebody has just done to the task.
  watch(heard, () => {
    asked.clear()
    for (const task of known.value.keys()) void load(task)
  })

  function of(task: Id): TaskWatch | null {
    if (!asked.has(task)) {
      asked.add(task)
      void load(task)
    }
    return known.value.get(task) ?? null
  }

  async function set(task: Id, level: TaskLevel, key: string): Promise<void> {
    await attempt(async () => {
      const before = known.value.get(task) ?? (await api.task(task))
      keep(task, { level, watching: level === 'watching' || (level === 'default' && before.watching) })
      try {
        keep(task, await api.setTask(task, level))
      } catch (error) {
        keep(task, before)
        throw error
      }
      toast(t(`watch.did.${level}`, { key }), { undo: () => void set(task, before.level, key) })
    })
  }

  async function toggle(task: Id, key: string): Promise<void> {
    await attempt(async () => {
      const { watching } = known.value.get(task) ?? (await api.task(task))
      await set(task, watching ? 'muted' : 'watching', key)
    })
  }

  return { of, set, toggle }
}
