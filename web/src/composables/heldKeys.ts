import { nextTick } from 'vue'

// Longer than a chunk should ever take; then keys mean again what they meant before.
const patienceMs = 4_000

/**
 * Keys that somebody types while what they have just opened is still on its way are held, and typed into it as soon
 * as it has the focus: `p`, `urgent`, Enter in one go, however slow the line is. A press of the pointer, or nothing
 * taking the focus for four seconds, lets go of them.
 */
export function holdKeys(): void {
  const keys: string[] = []
  const before = document.activeElement
  const watching = new AbortController()
  const { signal } = watching
  const timer = setTimeout(() => watching.abort(), patienceMs)
  signal.addEventListener('abort', () => clearTimeout(timer))
  const options = { capture: true, signal }

  function hold(event: KeyboardEvent): void {
    // What we type in ourselves is not held again; chords are the browser's.
    if (!event.isTrusted || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    event.preventDefault()
    event.stopImmediatePropagation()
    keys.push(event.key)
  }

  async function give({ target }: FocusEvent): Promise<void> {
    if (!(target instanceof HTMLElement) || target === before) return
    // A dialog may take the focus first and hand it on to its field, which then is told of by an event of its own.
    await nextTick()
    if (document.activeElement !== target) return
    while (keys.length > 0) {
      type(target, keys.shift()!)
      await nextTick()
    }
    watching.abort()
  }

  window.addEventListener('keydown', hold, options)
  window.addEventListener('focusin', (event) => void give(event), options)
  window.addEventListener('pointerdown', () => watching.abort(), options)
}

/** A letter goes into a field, as if it were typed; every other key is a key. */
function type(target: HTMLElement, key: string): void {
  const isField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
  if (isField && key.length === 1) {
    target.setRangeText(key, target.selectionStart ?? 0, target.selectionEnd ?? 0, 'end')
    target.dispatchEvent(new InputEvent('input', { data: key, bubbles: true }))
  } else {
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  }
}
