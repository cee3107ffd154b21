/** The people that a Markdown text names: @handle. Twin of internal/mention; both run through golden/mention.json. */

/** A mention and where it stands, in UTF-16 units; `end` is after the handle. */
export interface Mention {
  /** In lower case. */
  readonly handle: string
  readonly start: number
  readonly end: number
}

const maxHandle = 30

/** The handles that a text mentions, each once, in their order. */
export function handlesIn(text: string): string[] {
  return [...new Set(mentionsIn(text).map(({ handle }) => handle))]
}

/** All mentions of a text; none in code, in targets of links, in bare addresses or after a backslash. */
export function mentionsIn(text: string): Mention[] {
  const found: Mention[] = []
  if (!text.includes('@')) return found
  for (const [from, to] of blocksOf(text)) inline(text, from, to, found)
  return found
}

/** Parts between empty lines, without fenced code. */
function blocksOf(text: string): [from: number, to: number][] {
  const blocks: [number, number][] = []
  let fence = ''
  let begin = 0
  for (let at = 0; at < text.length;) {
    const end = lineEnd(text, at)
    const line = text.slice(at, end)
    const opened = fence ? '' : fenceOf(line)
    if (fence) {
      if (closes(line, fence)) fence = ''
      begin = end
    } else if (opened || line.trim() === '') {
      blocks.push([begin, at])
      fence = opened
      begin = end
    }
    at = end
  }
  if (!fence) blocks.push([begin, text.length])
  return blocks
}

function lineEnd(text: string, at: number): number {
  const i = text.indexOf('\n', at)
  return i < 0 ? text.length : i + 1
}

/** The marks that open fenced code, also in quotes and lists. */
function fenceOf(line: string): string {
  const inner = line.replace(/^[ \t>]*(?:(?:[-*+]|\d+[.)]) [ \t]*)?/, '')
  return /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(inner)?.[0] ?? ''
}

function closes(line: string, fence: string): boolean {
  const inner = line.replace(/^[ \t>]*/, '').trim()
  return inner.length >= fence.length && [...inner].every((mark) => mark === fence[0])
}

function inline(text: string, from: number, to: number, found: Mention[]): void {
  for (let at = from; at < to;) {
    const c = text[at]!
    if (c === '\\') at += 2
    else if (c === '`') at = afterCode(text, at, to)
    else if (c === ']' && at + 1 < to && text[at + 1] === '(') at = afterTarget(text, at + 1, to)
    else if (c === '<') at = afterAngle(text, at, to)
    else if (c === '[' && (at === from || text[at - 1] === '\n')) at = afterDefinition(text, at, to)
    else if (isAddress(text, at, to)) at = afterAddress(text, at, to)
    else if (c === '@') at = mention(text, at, to, found)
    else at++
  }
}

/** Backticks that nothing closes are letters. */
function afterCode(text: string, at: number, to: number): number {
  const run = (from: number): number => {
    let n = 0
    while (from + n < to && text[from + n] === '`') n++
    return n
  }
  const n = run(at)
  for (let i = at + n; i < to;) {
    const m = run(i)
    if (m === n) return i + n
    i += m || 1
  }
  return at + n
}

function afterTarget(text: string, at: number, to: number): number {
  let depth = 0
  for (let i = at; i < to && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '(') depth++
    else if (text[i] === ')' && --depth === 0) return i + 1
  }
  return at
}

function afterAngle(text: string, at: number, to: number): number {
  const [inner] = /^<[^ \t\n<>]*>/.exec(text.slice(at, to)) ?? ['']
  return /[:@]/.test(inner) ? at + inner.length : at + 1
}

function afterDefinition(text: string, at: number, to: number): number {
  const line = text.slice(at, Math.min(lineEnd(text, at), to))
  return /^\[[^\]]+\]:/.test(line) ? at + line.length : at + 1
}

const isAddress = (text: string, at: number, to: number): boolean =>
  /^https?:\/\//i.test(text.slice(at, Math.min(at + 8, to))) && !endsInWord(text, at)

function afterAddress(text: string, at: number, to: number): number {
  let end = at
  while (end < to && !' \t\r\n<>)]"`'.includes(text[end]!)) end++
  return end
}

const endsInWord = (text: string, at: number): boolean =>
  /[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, at - 2), at))

function mention(text: string, at: number, to: number, found: Mention[]): number {
  const run = /^[\w.-]*/.exec(text.slice(at + 1, to))![0]
  const end = at + 1 + run.length
  const name = run.replace(/[._-]+$/, '')
  const next = text.slice(end, Math.min(end + 2, to))
  const isOther =
    endsInWord(text, at) || /[@./]/.test(text[at - 1] ?? '') || /^(?:@|[\p{L}\p{N}]|\/[\w.-])/u.test(next)
  if (!isOther && name.length <= maxHandle && /^[a-z0-9]/i.test(name))
    found.push({ handle: name.toLowerCase(), start: at, end: at + 1 + name.length })
  return end
}
