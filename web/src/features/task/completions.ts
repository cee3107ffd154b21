import type { Task } from '@/api/types'
import { type Fit, fits } from '@/project/mark'
import { findNamed } from '@/project/named'
import { findTasks } from '@/project/search'
import type { ProjectStore } from '@/stores/project'
import type { Complete, Completion } from '@/ui/editor/complete'

/** What stands before the caret and can be completed: `@a`, `#web`. */
export interface Asked {
  readonly kind: 'person' | 'task'
  /** Behind the sign. */
  readonly words: string
  /** Where the sign stands, in UTF-16 units. */
  readonly from: number
}

const most = 7

/** What is being written before the caret; null where nothing can be completed, as in the middle of a word. */
export function askedBefore(text: string): Asked | null {
  const match = /(?:^|[^\p{L}\p{N}@#./_-])([@#])((?:[\p{L}\p{N}_.-]+(?: [\p{L}\p{N}_.-]+)?)?)$/u.exec(text)
  if (!match) return null
  const [, sign, words] = match as unknown as [string, string, string]
  return { kind: sign === '@' ? 'person' : 'task', words, from: text.length - words.length - 1 }
}

/** Completes people and tasks of a project; `except`: the id of the task that is written about. */
export function completeFrom(store: ProjectStore, except: string): Complete {
  return (before) => {
    const asked = askedBefore(before)
    return asked && { from: asked.from, options: completionsOf(store, asked, except) }
  }
}

/** What can be meant: people who can see the project by name and handle, its tasks by key and title; best first. */
export function completionsOf(
  store: Pick<ProjectStore, 'members' | 'search'>,
  { kind, words }: Asked,
  except?: string,
): Completion[] {
  return kind === 'person' ? people(store, words) : tasks(store, words, except)
}

function people({ members }: Pick<ProjectStore, 'members'>, words: string): Completion[] {
  const all = [...members.value.values()].map(({ user }) => user)
  const typed = words.toLowerCase()
  const byHandle = all.filter(({ handle }) => handle.toLowerCase().startsWith(typed))
  const named = all.map((user) => ({ label: user.name, keywords: user.handle, user }))
  // After a space it is as likely that the sentence goes on: then nothing is taken for mistyped.
  const isSure = words.includes(' ') ? (fit: Fit) => fit !== fits.near : () => true
  const byName = findNamed(named, words, most).filter(({ fit }) => isSure(fit))
  const found = new Set(byHandle.toSorted((a, b) => a.name.localeCompare(b.name)))
  for (const { item } of byName) found.add(item.user)
  return [...found].slice(0, most).map((user) => ({
    insert: `@${user.handle} `,
    label: user.name,
    hint: `@${user.handle}`,
  }))
}

function tasks({ search }: Pick<ProjectStore, 'search'>, words: string, except?: string): Completion[] {
  const all: Readonly<Task>[] = []
  search((task) => task.id !== except && task.key !== '' && !task.archivedAt && all.push(task) < 0)
  // Most lately touched first, while nothing says which.
  const found = words
    ? findTasks(all, words, most).map(({ task }) => task)
    : all.toSorted((a, b) => b.seq - a.seq).slice(0, most)
  return found.map(({ key, title }) => ({ insert: `${key} `, label: title, hint: key }))
}
