import { toast, toastMs } from '@/ui/toast'

/** Says what is about to be thrown away, and does it when nobody has taken that back. */
export function unlessUndone(message: string, run: () => void, undo: () => void): void {
  const timer = setTimeout(run, 2 * toastMs) // the pointer on a notice keeps it longer
  toast(message, {
    undo() {
      clearTimeout(timer)
      undo()
    },
  })
}
