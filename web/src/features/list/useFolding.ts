import { createGlobalState, useLocalStorage } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'

export interface UseFoldingReturn {
  isFolded: ComputedRef<IsFolded>
  fold(group: string, on: boolean): void
}

const useFolded = createGlobalState(() =>
  useLocalStorage<Readonly<Record<string, readonly string[]>>>('tandem:list-folded', {}),
)

type IsFolded = (group: string) => boolean
const none: IsFolded = () => false
/** For the same groups the same function, so that what was worked out by it can be told to be still true. */
const known = new WeakMap<readonly string[], IsFolded>()

function isAmong(groups: readonly string[] | undefined): IsFolded {
  if (!groups?.length) return none
  let isFolded = known.get(groups)
  if (!isFolded) {
    const set = new Set(groups)
    known.set(groups, (isFolded = (group) => set.has(group)))
  }
  return isFolded
}

/** Which groups are folded away, for each project and grouping, on this device. */
export function useFolding(project: string, by: () => string): UseFoldingReturn {
  const folded = useFolded()
  const name = (): string => `${project}:${by()}`
  return {
    isFolded: computed(() => isAmong(folded.value[name()])),
    fold(group, on) {
      const others = (folded.value[name()] ?? []).filter((one) => one !== group)
      folded.value = { ...folded.value, [name()]: on ? [...others, group] : others }
    },
  }
}
