import { computed, shallowRef, watch as follow, type ComputedRef, type ShallowRef } from 'vue'
import type { Id, ProjectLevel } from '@/api/types'
import { ProblemError } from '@/api/problem'
import { watching } from '@/api/watch'
import { addTexts, useI18n } from '@/i18n'
import { watch } from '@/i18n/en/watch'
import { heard } from '@/stores/heard'
import { toast } from '@/ui/toast'
import { attempt } from './attempt'

const levels = ['everything', 'concerns', 'mentions', 'nothing'] as const satisfies readonly ProjectLevel[]

export interface UseProjectWatchReturn {
  /** Null until it is known. */
  readonly level: ShallowRef<ProjectLevel | null>
  readonly options: ComputedRef<readonly { value: ProjectLevel; label: string }[]>
  /** Sets it and says so; what is refused goes back. */
  set(level: ProjectLevel): Promise<void>
}

/** Of what in a project one wants to hear: one's own, whatever one's role. */
export function useProjectWatch(project: Id): UseProjectWatchReturn {
  addTexts({ watch })
  const { t } = useI18n()
  const level = shallowRef<ProjectLevel | null>(null)
  const options = computed(() => levels.map((value) => ({ value, label: t(`watch.levels.${value}`) })))

  /** Without a connection what is known stays. */
  async function load(): Promise<void> {
    try {
      level.value = await watching.project(project)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
    }
  }
  // It may have been changed on another device.
  follow(heard, () => void load())
  void load()

  async function set(next: ProjectLevel): Promise<void> {
    const before = level.value
    level.value = next
    const isDone = await attempt(() => watching.setProject(project, next))
    if (!isDone) level.value = before
    else
      toast(t('watch.saved', { level: t(`watch.levels.${next}`) }), {
        undo: () => void (before && set(before)),
      })
  }

  return { level, options, set }
}
