import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue'

const glideMs = 260

/** A change of the order glides; scrolling, which also moves rows, does not. */
export function useGliding(order: Readonly<ShallowRef<unknown>>): Readonly<ShallowRef<boolean>> {
  const isGliding = shallowRef(false)
  let timer = 0
  watch(order, () => {
    isGliding.value = true
    clearTimeout(timer)
    timer = window.setTimeout(() => (isGliding.value = false), glideMs)
  })
  onScopeDispose(() => clearTimeout(timer))
  return isGliding
}
