import { computed, shallowRef, toValue, watch, type MaybeRefOrGetter, type ShallowRef } from 'vue'
import { useSession } from '@/stores/session'

/** A draft is its author's: whoever signs in on this device next does not see it (C8). */
const prefix = (): string => `tandem:draft:${useSession().user?.id ?? ''}:`
const baseOf = (name: string): string => name.replace(':description:', ':description-base:')

/**
 * What someone is typing, kept on this device until it is sent: it survives closing the field and closing the tab.
 * Empty text forgets the draft. Null as key: nothing is kept.
 */
export function useDraft(key: MaybeRefOrGetter<string | null>): ShallowRef<string> {
  const text = shallowRef('')
  const name = computed(() => {
    const own = toValue(key)
    return own === null ? null : prefix() + own
  })
  watch(name, (now) => (text.value = now === null ? '' : read(now)), { immediate: true, flush: 'sync' })
  // At once: a field that gives its text away as it goes would not come to it later.
  watch(
    text,
    (value) => {
      if (name.value !== null) write(name.value, value)
    },
    { flush: 'sync' },
  )
  return text
}

/** Adds to a draft behind what is written there, where no field for it is open. */
export function addToDraft(key: string, text: string): void {
  const name = prefix() + key
  write(name, joined(read(name), text))
}

/** Two texts as paragraphs of one. */
export function joined(first: string, second: string): string {
  return [first, second].filter((text) => text.trim()).join('\n\n')
}

/** How many texts of the person wait on this device; one that says what it was begun from is none. */
export function countDrafts(): number {
  const isBase = (name: string) => name.includes(':description-base:')
  return names().filter((name) => !isBase(name) && textOf(read(baseOf(name))) !== read(name)).length
}

/** Whether any text of the person speaks of something. */
export function isInDraft(something: string): boolean {
  return names().some((name) => read(name).includes(something))
}

/** Forgets all drafts of the person. */
export function clearDrafts(): void {
  for (const name of names()) write(name, '')
}

/** What a description was begun from. */
function textOf(base: string): string | null {
  try {
    return (JSON.parse(base) as { text: string }).text
  } catch {
    return null
  }
}

function names(): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix()))
  } catch {
    return []
  }
}

function read(name: string): string {
  try {
    return localStorage.getItem(name) ?? ''
  } catch {
    return ''
  }
}

function write(name: string, value: string): void {
  try {
    if (value) localStorage.setItem(name, value)
    else localStorage.removeItem(name)
  } catch {
    // Storage may be blocked or full: the draft then lasts as long as the page.
  }
}
