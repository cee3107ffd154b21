const least = 2
const most = 6

/**
 * The key that a project's name suggests: initials of several words, else its first letters; 2–6 capitals and digits.
 * Empty when the name holds no letters that can stand in a key; the server then makes one.
 */
export function suggestKey(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9\s-]/g, '')
    .toUpperCase()
  const words = plain.split(/[\s-]+/).filter(Boolean)
  const key = words.length > 1 ? words.map((word) => word[0]).join('') : (words[0] ?? '').slice(0, 3)
  const trimmed = key.replace(/^[0-9]+/, '').slice(0, most)
  return trimmed.length >= least ? trimmed : ''
}

/** What may stand in a key, of what was typed. */
export function cleanKey(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, most)
}
