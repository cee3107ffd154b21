import { computed, nextTick, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { ProjectStore } from '@/stores/project'
import { askedBefore, completionsOf, type Asked, type Completion } from './completions'

export interface UseCompletionOptions {
  /** Without one nothing is offered. */
  store: () => ProjectStore | undefined
  /** A task that is not offered: the one that is written about. */
  except: () => string | undefined
}

export interface UseCompletionReturn {
  readonly options: ComputedRef<readonly Completion[]>
  /** Which one Enter takes. */
  readonly at: ShallowRef<number>
  /** The text or the caret has changed. */
  look(): void
  close(): void
  take(option: Completion): void
  /** Whether the key was meant for the list. */
  onKey(event: KeyboardEvent): boolean
}

/** Completes names of people and tasks while they are written in a text field. */
export function useCompletion(
  field: Readonly<Ref<HTMLTextAreaElement | null>>,
  text: Ref<string>,
  { store, except }: UseCompletionOptions,
): UseCompletionReturn {
  const asked = shallowRef<Asked | null>(null)
  const at = shallowRef(0)
  // Where it was left by Escape it stays away until another sign is typed.
  let left = -1

  const options = computed(() => {
    const from = store()
    return from && asked.value ? completionsOf(from, asked.value, except()) : []
  })
  watch(options, () => (at.value = 0))

  function look(): void {
    const { selectionStart = 0, selectionEnd = 0, value = '' } = field.value ?? {}
    const found = selectionStart === selectionEnd ? askedBefore(value.slice(0, selectionStart)) : null
    if (found?.from !== left) left = -1
    asked.value = left === -1 ? found : null
  }

  function close(): void {
    left = asked.value?.from ?? -1
    asked.value = null
  }

  function take({ insert }: Completion): void {
    const { from } = asked.value!
    const caret = field.value?.selectionStart ?? text.value.length
    const after = text.value.slice(caret)
    const added = insert.endsWith(' ') && after.startsWith(' ') ? insert.trimEnd() : insert
    text.value = text.value.slice(0, from) + added + after
    asked.value = null
    void nextTick(() => {
      field.value?.focus()
      const end = from + insert.length
      field.value?.setSelectionRange(end, end)
    })
  }

  function onKey(event: KeyboardEvent): boolean {
    const many = options.value.length
    if (many === 0) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) at.value = (at.value + step + many) % many
    else if ((event.key === 'Enter' && !event.ctrlKey && !event.metaKey) || event.key === 'Tab')
      take(options.value[at.value]!)
    else if (event.key === 'Escape') close()
    else return false
    return true
  }

  return { options, at, look, close, take, onKey }
}
