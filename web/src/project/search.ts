/**
 * Finds the tasks of a project while somebody types, on what is already here: by key and title, every word, its
 * beginning or a part of it, and with some mistakes. No clock, no waiting: at most a frame for ten thousand tasks.
 */
import type { Task } from '@/api/types'
import { fold } from './fold'
import {
  fits,
  isNear,
  look,
  parseQuery,
  rangesIn,
  takeApart,
  wordFit,
  type Fit,
  type Looked,
  type Query,
  type Range,
} from './mark'

/** A task that was found, and where in it. */
export interface Hit {
  readonly task: Readonly<Task>
  readonly fit: Fit
  /** Of its title. */
  readonly ranges: readonly Range[]
  /** Of its key. */
  readonly keyRanges: readonly Range[]
}

// By record: it is never changed in place, so what is known of it stays true, and goes with it.
const known = new WeakMap<Readonly<Task>, Known>()

interface Known {
  readonly task: Readonly<Task>
  readonly title: Looked
  /** Folded. */
  readonly key: string
}

function knownOf(task: Readonly<Task>): Known {
  let of = known.get(task)
  if (!of) known.set(task, (of = { task, title: look(task.title), key: fold(task.key) }))
  return of
}

/** Makes the first search as fast as the later ones: to be called in idle time, with some tasks at a time. */
export function getReady(tasks: Iterable<Readonly<Task>>): void {
  for (const task of tasks) takeApart(knownOf(task).title)
}

interface Found {
  readonly task: Readonly<Task>
  readonly fit: Fit
}

/** The best `limit` of the tasks in which all words of a query are found; none where it says nothing. */
export function findTasks(tasks: Iterable<Readonly<Task>>, typed: string, limit = 8): Hit[] {
  const query = parseQuery(typed)
  if (query.words.length === 0) return []
  const top = new Top(limit)
  const others: Known[] = []
  for (const task of tasks) {
    const of = knownOf(task)
    const fit = fitOf(of, query)
    if (fit === null) others.push(of)
    else top.add(task, fit)
  }
  // Who has found enough has not mistyped.
  if (!top.isFull && query.words.some(({ plain }) => plain)) {
    for (const of of others) {
      if (top.wants(of.task, fits.near) && isNear(of.title, query.words)) top.add(of.task, fits.near)
    }
  }
  return top.list.map((found) => hit(found, query))
}

/** How well a task fits a query without mistakes: by its key, else by the worst of the words; null: not at all. */
function fitOf({ task, key, title }: Known, { text, words, number }: Query): Fit | null {
  if (key !== '' && (key === text || task.number === number)) return fits.key
  let worst: Fit = fits.keyBegins
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    const fit = key.startsWith(word.text) ? fits.keyBegins : wordFit(title, word)
    if (fit === null) return null
    if (fit > worst) worst = fit
  }
  return worst > fits.begins && title.folded.startsWith(text) ? fits.begins : worst
}

/** The best ones in their order: how well they fit, then what was changed last. Thousands are not sorted to show eight. */
class Top {
  readonly list: Found[] = []

  constructor(private readonly limit: number) {}

  get isFull(): boolean {
    return this.list.length >= this.limit
  }

  wants(task: Readonly<Task>, fit: Fit): boolean {
    return !this.isFull || isBefore(task, fit, this.list[this.limit - 1]!)
  }

  add(task: Readonly<Task>, fit: Fit): void {
    if (!this.wants(task, fit)) return
    const at = this.list.findIndex((other) => isBefore(task, fit, other))
    this.list.splice(at < 0 ? this.list.length : at, 0, { task, fit })
    if (this.list.length > this.limit) this.list.pop()
  }
}

function isBefore(task: Readonly<Task>, fit: Fit, other: Found): boolean {
  return fit === other.fit ? task.updatedAt > other.task.updatedAt : fit < other.fit
}

function hit({ task, fit }: Found, query: Query): Hit {
  const { key, title } = knownOf(task)
  const ofKey = query.words.filter(({ text }) => key.startsWith(text) || String(task.number) === text)
  const ofTitle = query.words.filter((word) => !ofKey.includes(word))
  return {
    task,
    fit,
    ranges: rangesIn(title, ofTitle),
    keyRanges: ofKey.slice(0, 1).map(({ text }) => keyRange(key, text)),
  }
}

function keyRange(key: string, word: string): Range {
  const at = key.startsWith(word) ? 0 : key.lastIndexOf(word)
  return [at, at + word.length]
}
