import { toast as sonner } from 'vue-sonner'

export interface ToastOptions {
  /** A second, quieter line: why. */
  detail?: string
  /** Makes it undoable: a button is shown. */
  undo?: () => void
  undoLabel?: string
}

const durationMs = 8_000

/** Says what was done, politely, for 8 s. */
export function toast(message: string, options: ToastOptions = {}): void {
  sonner(message, settings(options))
}

/** Says what was refused or failed, and why. */
export function toastProblem(message: string, options: ToastOptions = {}): void {
  sonner.error(message, settings(options))
}

function settings({ detail, undo, undoLabel = 'Undo' }: ToastOptions): Parameters<typeof sonner>[1] {
  return {
    description: detail,
    duration: durationMs,
    ...(undo ? { action: { label: undoLabel, onClick: () => undo() } } : {}),
  }
}
