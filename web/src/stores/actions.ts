import { defineStore } from 'pinia'
import { computed, shallowRef, type Component } from 'vue'
import { showKeysBy } from '@/ui/keys'
import { usePreferences } from './preferences'

/** Something that a person can do now: found in the palette, by its keys, and on the page of keys. */
export interface Action {
  /** `area.verb`; of two with one id the later registered counts. */
  id: string
  label: string
  /** The heading under which help lists it. */
  section: string
  /** `mod+k`, `c`, `g b`; several ways are a list, the first is shown. */
  keys?: string | readonly string[]
  icon?: Component
  keywords?: string
  /** Left out of the palette: what makes sense by its key only, such as moving the focus. */
  keyOnly?: boolean
  /** Asked at the moment of use; false lets the next one with these keys try. */
  when?: () => boolean
  run: () => void
}

export const keysOf = (action: Action): readonly string[] =>
  typeof action.keys === 'string' ? [action.keys] : (action.keys ?? [])

export const useActionStore = defineStore('actions', () => {
  /** One list for each component that offers some, in the order in which they came. */
  const sources = shallowRef<readonly { actions: () => readonly Action[] }[]>([])

  const all = computed(() => {
    const byId = new Map<string, Action>()
    for (const action of offered()) byId.set(action.id, withOwnKeys(action))
    return [...byId.values()]
  })

  const preferences = usePreferences()
  const offered = (): Action[] => sources.value.flatMap((source) => source.actions())
  function withOwnKeys(action: Action): Action {
    const keys = preferences.changedKeys[action.id]
    return keys ? { ...action, keys } : action
  }

  /** What buttons and menus show instead of an action's usual keys, by these. */
  const shown = computed(() => {
    const changed = offered().filter(({ id }) => id in preferences.changedKeys)
    return new Map(changed.map((action) => [keysOf(action)[0], preferences.changedKeys[action.id]![0]]))
  })
  showKeysBy((keys) => (shown.value.has(keys) ? shown.value.get(keys) : keys))

  function register(actions: () => readonly Action[]): () => void {
    const source = { actions }
    sources.value = [...sources.value, source]
    return () => (sources.value = sources.value.filter((other) => other !== source))
  }

  /** The latest registered that answers to these keys now. */
  function forKeys(keys: string): Action | undefined {
    return all.value.findLast((action) => keysOf(action).includes(keys) && (action.when?.() ?? true))
  }

  /** Whether `keys` begin a sequence such as `g b`. */
  function beginsSequence(keys: string): boolean {
    return all.value.some((action) => keysOf(action).some((one) => one.startsWith(`${keys} `)))
  }

  return { all, register, forKeys, beginsSequence }
})
