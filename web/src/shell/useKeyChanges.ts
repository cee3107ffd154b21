import { computed, shallowRef, type ComputedRef, type Ref } from 'vue'
import { keysOf, useActionStore, type Action } from '@/stores/actions'
import { usePreferences } from '@/stores/preferences'

/** Keys that somebody wants for one action while another has them, or ones that begin like them. */
export interface KeyConflict {
  readonly id: string
  readonly keys: string
  readonly other: Action
  readonly others: string
}

export interface UseKeyChangesReturn {
  readonly conflict: Readonly<Ref<KeyConflict | null>>
  /** Gives an action these keys; where another has them, the person is asked first. */
  ask(id: string, keys: string): void
  /** Settles the conflict: the keys are taken from the other one, or stay there. */
  settle(isHere: boolean): void
  remove(id: string): void
  reset(id: string): void
  resetAll(): void
  readonly isChanged: (id: string) => boolean
  readonly hasChanges: ComputedRef<boolean>
}

/** The keys of actions as the person wants them on this device. */
export function useKeyChanges(): UseKeyChangesReturn {
  const actions = useActionStore()
  const preferences = usePreferences()
  const conflict = shallowRef<KeyConflict | null>(null)

  function set(id: string, keys: readonly string[]): void {
    preferences.changedKeys = { ...preferences.changedKeys, [id]: keys }
  }

  function ask(id: string, keys: string): void {
    conflict.value = null
    for (const other of actions.all) {
      const others = keysOf(other).find((one) => collide(one, keys))
      if (other.id === id || others === undefined) continue
      conflict.value = { id, keys, other, others }
      return
    }
    set(id, [keys])
  }

  function settle(isHere: boolean): void {
    const found = conflict.value
    conflict.value = null
    if (!found || !isHere) return
    set(
      found.other.id,
      keysOf(found.other).filter((one) => one !== found.others),
    )
    // There may be a third one.
    ask(found.id, found.keys)
  }

  return {
    conflict,
    ask,
    settle,
    remove: (id) => set(id, []),
    reset(id) {
      const { [id]: _, ...rest } = preferences.changedKeys
      preferences.changedKeys = rest
    },
    resetAll: () => (preferences.changedKeys = {}),
    isChanged: (id) => id in preferences.changedKeys,
    hasChanges: computed(() => Object.keys(preferences.changedKeys).length > 0),
  }
}

/** The same, or one is the beginning of the other. */
function collide(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b} `) || b.startsWith(`${a} `)
}
