import { effectScope } from 'vue'
import { groupingOf } from './grouping'
import { useFolding } from './useFolding'
import { useListModel, type UseListModelOptions } from './useListModel'

/** Works out the list that somebody would switch to: while nothing is changed, the switch finds it made. */
export function prepareList(options: Omit<UseListModelOptions, 'isFolded' | 'composing' | 'held'>): void {
  const { store, group } = options
  const scope = effectScope(true)
  scope.run(() => {
    const { isFolded } = useFolding(store.id, () => groupingOf(group(), { fields: store.fields.value }))
    useListModel({ ...options, isFolded: () => isFolded.value, composing: () => null, held: () => [] })
  })
  scope.stop()
}
