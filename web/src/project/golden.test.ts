// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Attachment, Comment, Entry, Project, SavedView, Template } from '@/api/types'
import { applyEntry } from './apply'
import { byRank } from './order'
import { isRank, rankBetween, ranksBetween } from './rank'
import { fromSnapshot, type State, type Thing, thingsOf, write as put } from './state'

// The same files run through Go's project.Apply.
const folder = new URL('../../../golden/', import.meta.url).pathname

type Snapshot = Parameters<typeof fromSnapshot>[0]
/** Snapshots leave out what hangs on tasks. */
type Written = Partial<Snapshot & { comments: Comment[]; attachments: Attachment[] }>

interface Golden {
  name: string
  cases: { name: string; state: Written; entries: Entry[]; want: Written }[]
}

function load<T>(file: string): T {
  return JSON.parse(readFileSync(folder + file, 'utf8')) as T
}

function stateOf(written: Written): State {
  const nothing = {
    project: null as unknown as Project,
    statuses: [],
    labels: [],
    fields: [],
    templates: [],
    views: [],
    members: [],
    tasks: [],
  }
  const state = fromSnapshot({ ...nothing, ...written })
  for (const one of written.comments ?? []) put(state, 'comment', one.id, one as unknown as Thing)
  for (const one of written.attachments ?? []) put(state, 'attachment', one.id, one as unknown as Thing)
  return state
}

function byId<T extends { id: string }>(records: Iterable<T>): T[] {
  return [...records].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

function write(state: State): Required<Written> {
  return {
    project: state.project as Project,
    statuses: [...state.statuses.values()].toSorted(byRank),
    labels: byId(state.labels.values()),
    fields: byId(state.fields.values()),
    templates: byId(thingsOf<Template>(state, 'template')),
    views: byId(thingsOf<SavedView>(state, 'view')),
    members: [...state.members.values()].toSorted((a, b) => (a.user.id < b.user.id ? -1 : 1)),
    tasks: byId(state.tasks.values()),
    comments: byId(thingsOf<Comment>(state, 'comment')),
    attachments: byId(thingsOf<Attachment>(state, 'attachment')),
  }
}

const tables = ['rank.json', 'recurrence.json', 'filter.json', 'mention.json', 'changeset.json']
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !tables.includes(file))

describe.each(files)('golden/%s', (file) => {
  it.each(load<Golden>(file).cases)('$name', ({ state: before, entries, want }) => {
    const state = stateOf(before)
    for (const entry of entries) applyEntry(state, entry)
    expect(write(state)).toEqual(write(stateOf(want)))
  })

  it.each(load<Golden>(file).cases)('[J5] $name, each entry twice', ({ state: before, entries, want }) => {
    const state = stateOf(before)
    for (const entry of entries) {
      applyEntry(state, entry)
      applyEntry(state, entry)
    }
    expect(write(state)).toEqual(write(stateOf(want)))
  })
})

describe('golden/rank.json', () => {
  const { cases, order } = load<{
    cases: { before: string | null; after: string | null; valid: boolean }[]
    order: { name: string; tasks: { id: string; rank: string }[]; want: string[] }[]
  }>('rank.json')

  const valid = cases.filter((bounds) => bounds.valid)
  const invalid = cases.filter((bounds) => !bounds.valid)

  it.each(valid)('[D2] strictly between $before and $after', ({ before, after }) => {
    for (const rank of [rankBetween(before, after), ...ranksBetween(before, after, 9)]) {
      expect(isRank(rank)).toBe(true)
      expect(before === null || before < rank).toBe(true)
      expect(after === null || rank < after).toBe(true)
    }
    const many = ranksBetween(before, after, 100)
    expect(many).toEqual([...new Set(many)].toSorted())
  })

  it.each(invalid)('[D2] nothing is between $before and $after', ({ before, after }) => {
    expect(() => rankBetween(before, after)).toThrow(RangeError)
  })

  it.each(order)('$name', ({ tasks, want }) => {
    expect(tasks.toSorted(byRank).map((task) => task.id)).toEqual(want)
    expect(
      tasks
        .toReversed()
        .toSorted(byRank)
        .map((task) => task.id),
    ).toEqual(want)
  })
})
