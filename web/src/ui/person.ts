const shades = 10

/** The colour of a person, the same on every screen: a role of styles/roles.css. */
export function personColor(id: string): string {
  let hash = 0
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) >>> 0
  return `var(--person-${hash % shades})`
}

/** At most two letters: of the first and the last word of a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const last = words.length > 1 ? words[words.length - 1]! : ''
  return [words[0] ?? '', last]
    .map((word) => [...word][0] ?? '')
    .join('')
    .toLocaleUpperCase()
}
