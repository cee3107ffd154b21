import { shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'

const prefix = 'tandem:draft:'

/**
 * What someone is typing, kept on this device until it is sent: it survives closing the field and closing the tab.
 * Empty text forgets the draft. Null as key: nothing is kept.
 */
export function useDraft(key: MaybeRefOrGetter<string | null>): ShallowRef<string> {
  const text = shallowRef('')
  watch(
    () => toValue(key),
    (name) => (text.value = name === null ? '' : read(name)),
    { immediate: true, flush: 'sync' },
  )
  watch(text, (value) => {
    const name = toValue(key)
    if (name !== null) write(name, value)
  })
  return text
}

/** Adds to a draft behind what is written there, where no field for it is open. */
export function addToDraft(key: string, text: string): void {
  write(key, joined(read(key), text))
}

/** Two texts as paragraphs of one. */
export function joined(first: string, second: string): string {
  return [first, second].filter((text) => text.trim()).join('\n\n')
}

function read(name: string): string {
  try {
    return localStorage.getItem(prefix + name) ?? ''
  } catch {
    return ''
  }
}

function write(name: string, value: string): void {
  try {
    if (value) localStorage.setItem(prefix + name, value)
    else localStorage.removeItem(prefix + name)
  } catch {
    // Storage may be blocked or full: the draft then lasts as long as the page.
  }
}
