import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

/** Follows a value once it has stayed the same for `delayMs`. */
export function useSettled<T>(source: () => T, delayMs: number): Readonly<ShallowRef<T>> {
  const settled = shallowRef(source()) as ShallowRef<T>
  let timer = 0
  watch(source, (value) => {
    clearTimeout(timer)
    timer = window.setTimeout(() => (settled.value = value), delayMs)
  })
  onScopeDispose(() => clearTimeout(timer))
  return settled
}
