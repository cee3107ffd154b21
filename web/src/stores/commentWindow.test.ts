// @vitest-environment node
import { expect, it } from 'vitest'
import { ProblemError } from '@/api/problem'
import type { Comment, Entry, Id, ProjectEvent } from '@/api/types'
import type { Answer, Http } from '@/sync/http'
import { CommentLoader } from '@/sync/comments'
import { newId } from '@/sync/id'
import { emptyReplica, merge, type Merged, propose, type Said } from '@/sync/replica'
import { boardOf, person, taskId } from '@/sync/testing/world'
import { CommentWindow } from './commentWindow'

const task = taskId(0)
const at = '2026-11-23T21:00:00.000Z'

function comment(id: Id, fields: Partial<Comment> = {}): Comment {
  const author = person(2)
  return {
    id,
    task,
    author,
    body: id,
    parent: null,
    reactions: [],
    createdAt: at,
    editedAt: null,
    ...fields,
  }
}

/** A window on a replica, and a server whose answers come when the test says so. */
function open() {
  const replica = emptyReplica()
  const window = new CommentWindow(replica)
  const list = window.of(task)
  const asked: { path: string; answer: (answer: Answer<unknown>) => void }[] = []
  const http = {
    get: (path: string) => new Promise<Answer<unknown>>((answer) => asked.push({ path, answer })),
  } as Http
  const loader = new CommentLoader(http, (discussion) => {
    said(discussion)
    window.refresh(task)
  })

  function said(what: Said): Merged {
    const merged = merge(replica, what)
    if (merged.reset) loader.startAgain()
    loader.hear(merged.fresh)
    if (merged.reset) window.reset()
    else window.update(merged.changes)
    return merged
  }
  const snapshot = (): Merged =>
    said({ type: 'snapshot', snapshot: { ...boardOf(2), seq: replica.seq + 1 }, force: true })
  const hear = (command: Id | null, ...events: ProjectEvent[]): Merged => {
    const entry: Entry = { seq: replica.seq + 1, at, actor: person(2), command, events }
    return said({ type: 'entries', entries: [entry] })
  }
  const wish = (id: Id): Id => {
    const body = { kind: 'comment.create', task, comment: id, body: id } as const
    const { item, changes } = propose(replica, [body], { actor: person(1), at }, newId)
    window.update(changes)
    return item.commands[0]!.id
  }
  const page = (items: Comment[], nextCursor: string | null = null): void =>
    asked.shift()!.answer({ type: 'ok', value: { items, nextCursor } })
  snapshot()
  return {
    loader,
    asked,
    said,
    snapshot,
    hear,
    wish,
    page,
    load: () => loader.load(task),
    list: () => list.value,
    ids: () => list.value.comments.map(({ id }) => id),
    pending: () => [...list.value.pending],
  }
}

const created = (one: Comment): ProjectEvent => ({ type: 'comment:created', comment: one })

it('shows the latest, the oldest of them first, and says only then that they are all when those before are here', async () => {
  const { loader, load, page, asked, ids, list } = open()
  const loading = load()
  expect(load()).toBe(loading)
  expect([list().isLoaded, list().isComplete]).toEqual([false, false])
  expect(asked[0]!.path).toContain('order=newest')
  page([comment('a'), comment('c', { task: taskId(1) })], 'more/next')
  await loading
  expect([ids(), list().isLoaded, list().isComplete, list().since]).toEqual([['a'], true, false, at])
  const earlier = loader.load(task, { cursor: 'more/next' })
  expect(asked[0]!.path).toContain('cursor=more%2Fnext')
  page([comment('b', { createdAt: '2026-11-23T20:00:00.000Z' })])
  await earlier
  expect([ids(), list().isComplete, list().since]).toEqual([['b', 'a'], true, ''])
})

it('[C5] an own comment is there at once, pending, and once when its entry comes before its receipt', () => {
  const { wish, hear, said, ids, pending } = open()
  hear(null, created(comment('theirs', { createdAt: '2026-11-23T23:00:00.000Z' })))
  const command = wish('mine')
  expect([ids(), pending()]).toEqual([['theirs', 'mine'], ['mine']])
  hear(command, created(comment('mine', { author: person(1) })))
  expect([ids(), pending()]).toEqual([['mine', 'theirs'], []])
  said({ type: 'receipt', command, seq: 3 })
  expect([ids(), pending()]).toEqual([['mine', 'theirs'], []])
})

it('[C5] it stays pending and does not flicker when its receipt comes before its entry', () => {
  const { wish, hear, said, ids, pending } = open()
  const command = wish('mine')
  said({ type: 'receipt', command, seq: 2 })
  expect([ids(), pending()]).toEqual([['mine'], ['mine']])
  hear(command, created(comment('mine', { author: person(1) })))
  expect([ids(), pending()]).toEqual([['mine'], []])
})

it('[C1] a refused comment goes by itself', () => {
  const { wish, said, ids } = open()
  const command = wish('mine')
  const problem = { type: 'about:blank', title: 'No', status: 422, detail: 'No.' }
  said({ type: 'refusal', command, outcome: { ok: false, command, problem } })
  expect(ids()).toEqual([])
})

it('an own comment that is on the page as well is shown once', async () => {
  const { wish, load, page, ids, pending } = open()
  const loading = load()
  wish('mine')
  page([comment('mine', { author: person(1) })])
  await loading
  expect([ids(), pending()]).toEqual([['mine'], []])
})

it('what happens while pages are under way is not lost, whichever the page has seen', async () => {
  const { load, hear, page, list, ids } = open()
  const loading = load()
  hear(null, { type: 'comment:updated', id: 'edited', set: { body: 'New' } })
  hear(null, { type: 'comment:deleted', id: 'deleted' })
  hear(null, created(comment('added')))
  hear(null, { type: 'comment:updated', id: 'added', set: { body: 'Newer' } })
  page([comment('deleted'), comment('edited'), comment('added')])
  await loading
  expect(ids()).toEqual(['added', 'edited'])
  expect(list().comments.map(({ body }) => body)).toEqual(['Newer', 'New'])
})

it('after a reset they are not complete, and pages from before it do not count', async () => {
  const { load, snapshot, page, list, ids, asked } = open()
  const first = load()
  page([comment('a')])
  await first
  snapshot()
  expect([ids(), list().isComplete]).toEqual([[], false])
  const again = load()
  snapshot()
  page([comment('a'), comment('old')])
  await new Promise((resolve) => setTimeout(resolve))
  expect([ids(), asked.length]).toEqual([[], 1])
  page([comment('a'), comment('b')])
  await again
  expect([ids(), list().isComplete]).toEqual([['a', 'b'], true])
})

it('a call that failed can be made again', async () => {
  const { load, page, asked, list } = open()
  const failing = load()
  asked.shift()!.answer({ type: 'later', afterMs: null })
  await expect(failing).rejects.toBeInstanceOf(ProblemError)
  const loading = load()
  page([])
  await loading
  expect(list().isComplete).toBe(true)
})

it('the latest once more bring what they answer, and do not forget how far back one has gone', async () => {
  const { load, loader, page, list, ids } = open()
  const first = load()
  page([comment('c', { parent: 'deleted' })], 'one')
  await first
  expect([list().isGone('deleted'), list().isGone('old')]).toEqual([true, false])
  const earlier = loader.load(task, { cursor: 'one' })
  page([comment('b')], 'two')
  await earlier
  const again = load()
  page([comment('d', { parent: 'old' }), comment('old')], 'zero')
  await again
  expect(ids()).toEqual(['b', 'c', 'd', 'old'])
  expect([list().isComplete, list().isGone('old')]).toEqual([false, false])
  const last = loader.load(task, { cursor: 'two' })
  page([comment('a')])
  await last
  expect([list().isComplete, list().isGone('anything')]).toEqual([true, true])
})
