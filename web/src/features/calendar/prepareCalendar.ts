import { effectScope } from 'vue'
import { useItems } from './useItems'

/** Works out the days that somebody would switch to: while nothing is changed, the switch finds them made. */
export function prepareCalendar(...[store, matches]: Parameters<typeof useItems>): void {
  const scope = effectScope(true)
  scope.run(() => useItems(store, matches))
  scope.stop()
}
