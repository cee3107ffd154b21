import { shallowRef, type ShallowRef } from 'vue'

export interface TooltipShown {
  target: HTMLElement
  text: string
  keys?: string | undefined
  side: 'top' | 'right' | 'bottom' | 'left'
}

const delayMs = 500
/** So soon after another one it comes at once. */
const nextMs = 300
/** Time to move the pointer onto it. */
const leaveMs = 120

const current = shallowRef<TooltipShown | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined
let hiddenAt = -Infinity

/** What `TooltipLayer` shows: one at a time. */
export const tooltip: Readonly<ShallowRef<TooltipShown | null>> = current

export function showTooltip(wanted: TooltipShown): void {
  clearTimeout(timer)
  const isNext = current.value !== null || performance.now() - hiddenAt < nextMs
  timer = setTimeout(() => (current.value = wanted), isNext ? 0 : delayMs)
}

/** After a moment in which the pointer may reach it. */
export function leaveTooltip(): void {
  clearTimeout(timer)
  if (current.value) timer = setTimeout(hideTooltip, leaveMs)
}

/** The pointer has reached it: it stays. */
export function keepTooltip(): void {
  clearTimeout(timer)
}

export function hideTooltip(): void {
  clearTimeout(timer)
  if (current.value) hiddenAt = performance.now()
  current.value = null
}
