import { isApple } from '@/ui/keys'

/** Named keys of `KeyboardEvent.key`, as shortcuts write them. */
const names: Record<string, string> = {
  arrowup: 'up',
  arrowdown: 'down',
  arrowleft: 'left',
  arrowright: 'right',
  esc: 'escape',
  ' ': 'space',
}

/**
 * What was pressed, as shortcuts write it: `mod+shift+z`, `alt+up`, `?`. `mod` is ⌘ on Apple machines and Ctrl on others.
 * A letter of another script counts as the Latin one on the same key, so that shortcuts work on every layout.
 */
export function keystroke(event: KeyboardEvent, apple = isApple): string {
  let key = event.key.toLowerCase()
  if (/^[^\x20-\x7e]$/.test(key) && /^Key[A-Z]$/.test(event.code)) key = event.code.slice(3).toLowerCase()
  key = names[key] ?? key
  const mod = apple ? event.metaKey : event.ctrlKey
  const parts = [
    mod && 'mod',
    apple && event.ctrlKey && 'ctrl',
    event.altKey && 'alt',
    // For signs such as ? the shift is a part of the sign.
    event.shiftKey && (key.length > 1 || /[a-z]/.test(key)) && 'shift',
    key,
  ]
  return parts.filter(Boolean).join('+')
}

/** Whether a keystroke would write something: one sign, without Ctrl, Alt or ⌘. */
export function isSingle(stroke: string): boolean {
  return stroke.replace('shift+', '').length === 1
}

/** Whether the event comes from a place where people type. */
export function isTyping(event: Event): boolean {
  const target = event.composedPath()[0]
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable) return true
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit', 'color', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

/** Nobody writes just now. */
export function notTyping(): boolean {
  const element = document.activeElement
  return element === null || !isTyping({ composedPath: () => [element] } as unknown as Event)
}

/** Somebody has opened the palette, say: they keep the focus, whatever else arrives. */
export const isInDialog = (): boolean => document.activeElement?.closest('[role=dialog]') != null
