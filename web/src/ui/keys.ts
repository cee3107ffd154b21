/**
 * Shortcuts are written once, as `mod+k`, `shift+tab`, `alt+up` or `g b` (two keys in turn), and shown as the
 * person's machine names them.
 */
export const isApple = typeof navigator !== 'undefined' && /Mac|iP(hone|ad|od)/.test(navigator.platform)

const names: Record<string, string> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  enter: '↵',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  backspace: '⌫',
  delete: 'Del',
}
const appleNames: Record<string, string> = { mod: '⌘', shift: '⇧', alt: '⌥', ctrl: '⌃' }
const otherNames: Record<string, string> = { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', ctrl: 'Ctrl' }

/** The keycaps of a shortcut: `mod+shift+z` → `['Ctrl', 'Shift', 'Z']`. */
export function keycaps(keys: string, apple = isApple): string[] {
  const modifiers = apple ? appleNames : otherNames
  return keys.split(/[ +]/).map((key) => modifiers[key] ?? names[key] ?? key.toUpperCase())
}

let current: (keys: string) => string | undefined = (keys) => keys

/** Says what is shown instead of usual keys, since people can change them. */
export function showKeysBy(rule: typeof current): void {
  current = rule
}

/** The keys as the person has them; undefined where there are none any more. */
export const currentKeys = (keys: string | undefined): string | undefined => (keys ? current(keys) : keys)

const aria: Record<string, string> = {
  mod: isApple ? 'Meta' : 'Control',
  ctrl: 'Control',
  shift: 'Shift',
  alt: 'Alt',
}
const ariaKeys: Record<string, string> = {
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
}

/** The same for `aria-keyshortcuts`; a sequence of keys cannot be said there and gives nothing. */
export function ariaKeyshortcuts(usual: string | undefined): string | undefined {
  const keys = currentKeys(usual)
  if (!keys || keys.includes(' ')) return undefined
  return keys
    .split('+')
    .map(
      (key) =>
        aria[key] ??
        ariaKeys[key] ??
        (key.length === 1 ? key.toUpperCase() : key[0]!.toUpperCase() + key.slice(1)),
    )
    .join('+')
}
