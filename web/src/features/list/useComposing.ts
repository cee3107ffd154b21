import { nextTick, type Ref, type ShallowRef } from 'vue'
import { useI18n } from '@/i18n'
import { toast } from '@/ui/toast'
import type { GroupBy } from './grouping'
import type { useFolding } from './useFolding'
import type { ListModel } from './useListModel'

export interface UseComposingOptions {
  /** The group in which a task is being made. */
  composing: Ref<string | null>
  model: Readonly<ShallowRef<ListModel>>
  by: () => GroupBy
  folding: ReturnType<typeof useFolding>
  nameOf: (group: { key: string; name: string }) => string
  scrollTo: (index: number) => void
}

export interface UseComposingReturn {
  /** Makes room for a new task in a group; in the first one where that is not there. */
  compose(wanted: string | null): Promise<void>
  showComposer(): Promise<void>
}

/** Where in the list a new task is made. */
export function useComposing(options: UseComposingOptions): UseComposingReturn {
  const { composing, model, by, folding, nameOf, scrollTo } = options
  const { t } = useI18n()

  async function compose(wanted: string | null): Promise<void> {
    const { groups, grouping } = model.value
    const target = groups.find(({ key }) => key === wanted) ?? groups[0]
    const key = target?.key ?? grouping.heads[0]?.key
    if (key === undefined) return
    if (['overdue', 'earlier'].includes(key) && by() === 'due')
      return void toast(t('list.noneMadeHere', { group: nameOf(target!) }), {
        detail: t('list.noneMadeText'),
      })
    if (folding.isFolded.value(key)) folding.fold(key, false)
    composing.value = key
    await showComposer()
  }

  async function showComposer(): Promise<void> {
    await nextTick()
    const index = model.value.indexOf(`composer:${composing.value}`)
    if (index !== undefined) scrollTo(index)
  }

  return { compose, showComposer }
}
