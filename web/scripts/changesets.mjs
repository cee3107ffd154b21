// Writes golden/changeset.json: change sets as @codemirror/state makes, applies, composes and maps them, for the
// authority in Go to do the same. `node scripts/changesets.mjs` after an upgrade of the library.
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { ChangeSet, Text } from '@codemirror/state'

const pieces = ['', 'a', 'bc', 'line\nline', '\n', '😀', 'ü', '\n\n', 'the quick', '👩‍👩‍👧', '- [ ] todo\n', '𝄞x']

/** mulberry32: the same vectors on every machine. */
function randomFrom(seed) {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const isLow = (text, at) => (text.charCodeAt(at) & 0xfc00) === 0xdc00

/** Up to four replacements at places that cut no character. */
function change(random, text) {
  const places = Array.from({ length: 2 * random(5) }, () => random(text.length + 1))
    .map((at) => (isLow(text, at) ? at - 1 : at))
    .toSorted((a, b) => a - b)
  const changes = []
  for (let i = 0; i < places.length; i += 2) {
    const to = random(3) === 0 ? places[i] : places[i + 1]
    const insert = pieces[random(pieces.length)]
    if (to > places[i] || insert) changes.push({ from: places[i], to, insert })
  }
  return ChangeSet.of(changes, text.length)
}

const applied = (set, text) => set.apply(Text.of(text.split('\n'))).toString()

/** The vectors; a and b are made for text, c for what a leaves. */
export function vectors() {
  const random = randomFrom(7)
  return Array.from({ length: 400 }, () => {
    const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join('')
    const a = change(random, text)
    const b = change(random, text)
    const c = change(random, applied(a, text))
    return {
      text,
      a: a.toJSON(),
      b: b.toJSON(),
      c: c.toJSON(),
      applied: applied(a, text),
      composed: a.compose(c).toJSON(),
      after: a.map(b).toJSON(),
      before: a.map(b, true).toJSON(),
    }
  })
}

export function file() {
  return `[\n${vectors()
    .map((vector) => JSON.stringify(vector))
    .join(',\n')}\n]\n`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('../../golden/changeset.json', import.meta.url), file())
}
