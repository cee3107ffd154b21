import { computed, type ComputedRef, type MaybeRefOrGetter, type Ref, type ShallowRef } from 'vue'
import { addTexts, useI18n } from '@/i18n'
import { palette } from '@/i18n/en/palette'
import type { ProjectStore } from '@/stores/project'
import { arrange, type Item } from './lots'
import { useActionLots } from './useActionLots'
import { useFound } from './useFound'
import { usePeopleLot, useProjectLot } from './usePlaces'
import { useRecentLot } from './useRecent'

addTexts({ palette })

/** All that the palette shows for what is typed, in its order; for nothing, where one was and what one may want to do. */
export function useItems(
  query: Readonly<Ref<string>>,
  here: Readonly<ShallowRef<ProjectStore | null>>,
  isOpen: MaybeRefOrGetter<boolean>,
): ComputedRef<readonly Item[]> {
  const { t } = useI18n()
  const recent = useRecentLot(here)
  const tasks = useFound(query, here)
  const projects = useProjectLot(query)
  const people = usePeopleLot(query, here)
  const actions = useActionLots(query, isOpen)

  const lots = computed(() =>
    query.value.trim()
      ? arrange(
          [tasks.here.value, projects.value, people.value, ...actions.lots.value],
          tasks.elsewhere.value,
        )
      : arrange([recent.value, actions.idle.value], []),
  )
  return computed(() =>
    lots.value.flatMap(({ section, items }) =>
      items.map((item) => ({ ...item, section: t(`palette.sections.${section}`) })),
    ),
  )
}
