import { shallowRef, type ShallowRef } from 'vue'

export interface ToastOptions {
  /** A second, quieter line: why. */
  detail?: string
  /** Makes it undoable: a button is shown. */
  undo?: () => void
  /** What else can be done about it. */
  action?: readonly { label: string; run: () => void }[]
}

export interface Toast extends ToastOptions {
  readonly id: number
  readonly message: string
  readonly tone: 'neutral' | 'problem'
}

/** How long one stays, from the last moment at which the pointer or the focus was on it. */
export const toastMs = 8_000
const mostShown = 4

const list = shallowRef<readonly Toast[]>([])
let last = 0

/** What `Toaster` shows, oldest first. */
export const toasts: Readonly<ShallowRef<readonly Toast[]>> = list

/** Says what was done, politely. */
export function toast(message: string, options: ToastOptions = {}): number {
  return add({ ...options, id: ++last, message, tone: 'neutral' })
}

/** Says what was refused or failed, and why. */
export function toastProblem(message: string, options: ToastOptions = {}): number {
  return add({ ...options, id: ++last, message, tone: 'problem' })
}

export function dismissToast(id: number): void {
  list.value = list.value.filter((one) => one.id !== id)
}

/** What was done is being taken back in another way: no notice offers it any more. */
export function withdrawUndo(): void {
  list.value = list.value.filter((one) => !one.undo)
}

/** The same words again replace the ones that stand there. */
function add(one: Toast): number {
  const others = list.value.filter((other) => other.message !== one.message || other.detail !== one.detail)
  list.value = [...others, one].slice(-mostShown)
  return one.id
}
