import { useEventListener } from '@vueuse/core'
import { useActionStore } from '@/stores/actions'
import { usePreferences } from '@/stores/preferences'
import { isSingle, isTyping, keystroke } from './keystroke'

export interface UseShortcutsOptions {
  /** How long the second key of a sequence may take. */
  sequenceMs?: number
}

/** Runs the actions whose keys are pressed. Once, for the whole page. */
export function useShortcuts({ sequenceMs = 1_000 }: UseShortcutsOptions = {}): void {
  const actions = useActionStore()
  const preferences = usePreferences()
  let before = ''
  let beforeAt = 0

  useEventListener(document, 'keydown', (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.key === 'Shift') return
    const stroke = keystroke(event)
    if (isSingle(stroke) && (!preferences.singleKeys || isTyping(event) || inLayer(event))) return

    const sequence = before && event.timeStamp - beforeAt < sequenceMs ? `${before} ${stroke}` : ''
    before = ''
    const action = (sequence && actions.forKeys(sequence)) || actions.forKeys(stroke)
    if (action) {
      event.preventDefault()
      action.run()
    } else if (actions.beginsSequence(stroke)) {
      before = stroke
      beforeAt = event.timeStamp
    }
  })
}

/** Inside a menu or dialog letters belong to it: they find an item, or do nothing to what lies below. */
function inLayer(event: Event): boolean {
  return (
    event.target instanceof Element && !!event.target.closest('[role=dialog], [role=menu], [role=listbox]')
  )
}
