import { onScopeDispose, toValue, type MaybeRefOrGetter } from 'vue'
import { useActionStore, type Action } from '@/stores/actions'

/**
 * Offers actions for as long as the component lives: in the palette, by their keys, on the page of keys.
 * A getter may depend on what is shown; `when` is for what depends on the moment, such as a focused card.
 */
export function useActions(actions: MaybeRefOrGetter<readonly Action[]>): void {
  onScopeDispose(useActionStore().register(() => toValue(actions)))
}
