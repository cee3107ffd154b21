import { useLocalStorage } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'

export interface UseFoldingReturn {
  isFolded: ComputedRef<(group: string) => boolean>
  fold(group: string, on: boolean): void
}

/** Which groups are folded away, for each project and grouping, on this device. */
export function useFolding(project: string, by: () => string): UseFoldingReturn {
  const folded = useLocalStorage<Readonly<Record<string, readonly string[]>>>('tandem:list-folded', {})
  const name = (): string => `${project}:${by()}`
  return {
    isFolded: computed(() => {
      const groups = new Set(folded.value[name()])
      return (group) => groups.has(group)
    }),
    fold(group, on) {
      const others = (folded.value[name()] ?? []).filter((one) => one !== group)
      folded.value = { ...folded.value, [name()]: on ? [...others, group] : others }
    },
  }
}
