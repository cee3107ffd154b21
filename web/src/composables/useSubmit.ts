import { nextTick, shallowRef, type ShallowRef } from 'vue'
import { ProblemError } from '@/api/problem'

export interface UseSubmitReturn {
  /** Runs the work unless it already runs. Answers whether it succeeded. */
  submit: () => Promise<boolean>
  busy: Readonly<ShallowRef<boolean>>
  /** What is wrong, for the form as a whole; empty when a field says it. */
  error: Readonly<ShallowRef<string>>
  /** What is wrong with single fields, by name. */
  fields: Readonly<ShallowRef<Readonly<Record<string, string>>>>
}

/** Sends a form: one at a time, and a refusal becomes a text beside what caused it. */
export function useSubmit(work: () => Promise<void>, names: readonly string[] = []): UseSubmitReturn {
  const busy = shallowRef(false)
  const error = shallowRef('')
  const fields = shallowRef<Readonly<Record<string, string>>>({})

  async function submit(): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    error.value = ''
    fields.value = {}
    try {
      await work()
      return true
    } catch (reason) {
      if (!(reason instanceof ProblemError)) throw reason
      fields.value = reason.fields
      if (names.some((name) => name in reason.fields)) void focusFirstWrong()
      else error.value = reason.message
      return false
    } finally {
      busy.value = false
    }
  }

  return { submit, busy, error, fields }
}

async function focusFirstWrong(): Promise<void> {
  await nextTick()
  document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
}
