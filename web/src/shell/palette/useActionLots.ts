import { ChevronRight } from '@lucide/vue'
import { computed, shallowRef, toValue, watch, type ComputedRef, type MaybeRefOrGetter, type Ref } from 'vue'
import { useI18n } from '@/i18n'
import { fits } from '@/project/mark'
import { keysOf, useActionStore, type Action } from '@/stores/actions'
import { sections, type Item, type Lot, type SectionName } from './lots'
import { namedLot } from './usePlaces'

const most = 20
const mostIdle = 12

export interface UseActionLotsReturn {
  /** What fits: those whose section is one of the palette's under that heading, all others as actions. */
  readonly lots: ComputedRef<readonly Lot[]>
  /** While nothing is typed: what is about the place where one is, before what can be done everywhere. */
  readonly idle: ComputedRef<Lot>
}

/**
 * What can be done here, where one was when the palette opened: from then on its own field has the focus, and those that
 * are about a focused card, or do not go with writing, would say that it is not their moment.
 */
export function useActionLots(
  query: Readonly<Ref<string>>,
  isOpen: MaybeRefOrGetter<boolean>,
): UseActionLotsReturn {
  const { t } = useI18n()
  const actions = useActionStore()
  const isPossible = ({ when }: Action): boolean => when?.() ?? true
  const known = shallowRef<ReadonlyMap<string, boolean>>(new Map())
  watch(
    () => toValue(isOpen),
    (now) => {
      if (now) known.value = new Map(actions.all.map((one) => [one.id, isPossible(one)]))
    },
    // Before the field takes the focus.
    { immediate: true, flush: 'sync' },
  )
  const possible = (): Action[] =>
    actions.all.filter((one) => !one.keyOnly && (known.value.get(one.id) ?? isPossible(one)))
  const sectionOf = ({ section }: Action): SectionName =>
    sections.find((name) => t(`palette.sections.${name}`) === section) ?? 'actions'

  const lots = computed(() => {
    const all = possible()
    return sections.map((section) => {
      const some = all.filter((action) => sectionOf(action) === section)
      return namedLot(section, some.map(named), query.value, most)
    })
  })
  const idle = computed((): Lot => {
    const general = new Set([
      t('shell.sections.general'),
      t('shell.sections.go'),
      t('shell.sections.settings'),
    ])
    const shown = possible().filter((action) => sectionOf(action) === 'actions')
    const isGeneral = ({ section }: Action): boolean => general.has(section)
    const ordered = [...shown.filter((one) => !isGeneral(one)), ...shown.filter(isGeneral)]
    return { section: 'actions', fit: fits.near, items: ordered.slice(0, mostIdle).map(itemOf) }
  })
  return { lots, idle }
}

const named = (action: Action) => ({
  label: action.label,
  keywords: `${action.section} ${action.keywords ?? ''}`,
  item: () => itemOf(action),
})

function itemOf(action: Action): Item {
  const keys = keysOf(action)[0]
  const { id, label, icon, run } = action
  return { value: id, label, run, icon: icon ?? ChevronRight, ...(keys ? { keys } : {}) }
}
