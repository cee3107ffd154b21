import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'

/** What can be completed; asked again for each word. */
export interface Completions {
  /** For `@`: the handle is put into the text. */
  people?(): readonly { handle: string; name: string }[]
  /** For `#`: the key is put into the text. */
  tasks?(): readonly { key: string; title: string }[]
}

const most = 50

/** Completes `@name` and `#key or words of the title`. */
export function complete(completions: () => Completions | undefined): Extension {
  return autocompletion({
    icons: false,
    override: [
      (context) =>
        find(
          context,
          /(?<![\p{L}\p{N}_])@[\p{L}\p{N}._-]*$/u,
          completions()?.people?.() ?? [],
          ({ handle, name }) => ({
            label: `@${handle}`,
            detail: name,
            words: `${handle} ${name}`,
          }),
        ),
      (context) =>
        find(
          context,
          /(?<![\p{L}\p{N}_])#[\p{L}\p{N}_-]*$/u,
          completions()?.tasks?.() ?? [],
          ({ key, title }) => ({
            label: `#${key}`,
            detail: title,
            words: `${key} ${title}`,
          }),
        ),
    ],
  })
}

function find<T>(
  context: CompletionContext,
  pattern: RegExp,
  all: readonly T[],
  show: (one: T) => { label: string; detail: string; words: string },
): CompletionResult | null {
  const before = context.matchBefore(pattern)
  if (!before) return null
  const typed = before.text.slice(1).toLocaleLowerCase()
  const options = []
  for (const one of all) {
    const { label, detail, words } = show(one)
    if (
      !words
        .toLocaleLowerCase()
        .split(/\s+/)
        .some((word) => word.startsWith(typed))
    )
      continue
    options.push({ label, detail, apply: `${label} ` })
    if (options.length === most) break
  }
  return { from: before.from, options, filter: false }
}
