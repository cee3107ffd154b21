// Prints what the first view loads, compressed, and fails over the budgets (kB of 1,000 bytes).
// First view: a board opened by someone signed in, with everything that its chunks import at once.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const dist = new URL('../../internal/web/dist/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist)))
const budgets = { js: 130, css: 15, woff2: 60 }
const entries = ['index.html', 'src/shell/AppShell.vue', 'src/pages/board/BoardPage.vue']

const files = new Map()
const seen = new Set()

function add(name) {
  if (seen.has(name)) return
  seen.add(name)
  const chunk = manifest[name]
  if (!chunk) throw new Error(`no chunk ${name}: build first`)
  for (const file of [chunk.file, ...(chunk.css ?? [])]) files.set(file, weigh(file))
  for (const other of chunk.imports ?? []) add(other)
}

function weigh(file) {
  const bytes = readFileSync(new URL(file, dist))
  return file.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length
}

entries.forEach(add)
// The one subset that is preloaded; the others come when a name holds their letters.
const font = readFileSync(new URL('index.html', dist), 'utf8').match(/href="\/(assets\/[^"]+\.woff2)"/)[1]
files.set(font, weigh(font))

let over = false
for (const [kind, budget] of Object.entries(budgets)) {
  const list = [...files].filter(([file]) => file.endsWith(`.${kind}`)).toSorted(([, a], [, b]) => b - a)
  const total = list.reduce((sum, [, bytes]) => sum + bytes, 0) / 1000
  over ||= total > budget
  console.log(
    `${kind.padEnd(5)} ${total.toFixed(1).padStart(6)} kB of ${budget}${total > budget ? '  OVER' : ''}`,
  )
  for (const [file, bytes] of list) console.log(`        ${(bytes / 1000).toFixed(1).padStart(6)}  ${file}`)
}

// What opening the editor of descriptions loads besides: with all that its chunk imports at once.
const before = new Set(files.keys())
files.clear()
add('src/features/task/DescriptionEditor.vue')
const editor =
  [...files].filter(([file]) => !before.has(file)).reduce((sum, [, bytes]) => sum + bytes, 0) / 1000
const editorBudget = 190
over ||= editor > editorBudget
console.log(
  `editor ${editor.toFixed(1).padStart(5)} kB of ${editorBudget}${editor > editorBudget ? '  OVER' : ''}`,
)
process.exitCode = over ? 1 : 0
