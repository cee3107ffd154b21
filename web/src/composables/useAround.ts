import { computed, type ComputedRef } from 'vue'
import type { User } from '@/api/types'
import { useI18n } from '@/i18n'
import { marks } from '@/stores/marks'
import type { ProjectStore } from '@/stores/project'
import { personColor } from '@/ui/person'

export interface UseAroundReturn {
  readonly classes: ComputedRef<{ here: boolean; changed: boolean | undefined }>
  /** `--person`: the colour of who has it open. */
  readonly style: ComputedRef<Record<string, string> | undefined>
  /** The same for those who do not see it; empty where there is nothing to say. */
  readonly words: ComputedRef<string>
}

/** What a task shows around itself, in every view: who else has it open, and that it changed since one last looked. */
export function useAround(
  { id: project }: Pick<ProjectStore, 'id'>,
  viewers: ComputedRef<ReadonlyMap<string, readonly User[]>>,
  task: () => string,
): UseAroundReturn {
  const { t } = useI18n()
  const here = computed(() => viewers.value.get(task()) ?? [])
  const isChanged = computed(() => marks.get(project)?.has(task()))
  return {
    classes: computed(() => ({ here: here.value.length > 0, changed: isChanged.value })),
    style: computed(() => (here.value[0] ? { '--person': personColor(here.value[0].id) } : undefined)),
    words: computed(() => {
      const names = here.value.map((user) => user.name).join(', ')
      return [names && t('board.hasOpen', { names }), isChanged.value && t('activity.changes.card')]
        .filter(Boolean)
        .join('. ')
    }),
  }
}
