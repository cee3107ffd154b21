import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue'
import type { Comment, CommandBody, Problem } from '@/api/types'
import type { CommentList, ProjectStore, RunResult } from '@/stores/project'
import { useComments, useNewComment } from './useComments'

const refusal: Problem = { type: 'about:blank', title: 'No', status: 422, detail: 'It is too long.' }
const comment = (id: string): Comment => ({ id, body: id }) as Comment
const listOf = (ids: string[], isLoaded: boolean, pending: string[] = []): CommentList => ({
  comments: ids.map(comment),
  pending: new Set(pending),
  isLoaded,
  isComplete: isLoaded,
  since: '',
  isGone: () => isLoaded,
})

let sent: { command: CommandBody; answer: (outcome: Awaited<RunResult['done']>) => void }[]
let store: ProjectStore
let list: ReturnType<typeof shallowRef<CommentList>>
let loads: { fails: boolean; count: number }
let scope: EffectScope
const connection = shallowRef('live')

beforeEach(() => {
  localStorage.clear()
  setActivePinia(createPinia())
  sent = []
  list = shallowRef(listOf([], false))
  loads = { fails: false, count: 0 }
  scope = effectScope()
  store = {
    connection,
    comments: () => list,
    onLeaving: () => () => {},
    run: (command: CommandBody) => ({
      id: 'c',
      done: new Promise((answer) => sent.push({ command, answer })),
    }),
    async loadComments() {
      loads.count++
      if (loads.fails) throw new Error('offline')
    },
  } as unknown as ProjectStore
})

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))
const draftOf = (task: string): string | null => localStorage.getItem(`tandem:draft::comment:${task}`)

it('waits for a file that is on its way', () => {
  const { draft, reason, send } = scope.run(() => useNewComment(store, 't'))!
  draft.value = 'See ![Sending sign.png…](#upload-mfz1-2)'
  expect([send(), sent.length]).toEqual([false, 0])
  expect(reason.value).not.toBe('')
  draft.value = 'See ![sign.png](/api/attachments/1/content)'
  expect([send(), sent.length, reason.value]).toEqual([true, 1, ''])
})

it('sends what is written and is free for the next one at once', async () => {
  const { draft, send } = scope.run(() => useNewComment(store, 't'))!
  draft.value = '  Hello\n'
  await nextTick()
  expect(draftOf('t')).toBe('  Hello\n')
  expect(send()).toBe(true)
  expect(sent[0]!.command).toMatchObject({ kind: 'comment.create', task: 't', body: 'Hello' })
  expect(draft.value).toBe('')
  await nextTick()
  expect(draftOf('t')).toBeNull()
  draft.value = ' \n'
  expect(send()).toBe(false)
})

it('a refused comment comes back with the reason, behind what was written meanwhile', async () => {
  const { draft, reason, send } = scope.run(() => useNewComment(store, 't'))!
  draft.value = 'First'
  send()
  draft.value = 'Second'
  sent[0]!.answer({ ok: false, problem: refusal })
  await settle()
  expect([draft.value, reason.value]).toEqual(['Second\n\nFirst', 'It is too long.'])
  send()
  expect(reason.value).toBe('')
})

it('a refused comment waits as a draft when the panel has been closed', async () => {
  const { draft, send } = scope.run(() => useNewComment(store, 't'))!
  draft.value = 'First'
  send()
  await nextTick()
  scope.stop()
  sent[0]!.answer({ ok: false, problem: refusal })
  await settle()
  expect(draftOf('t')).toBe('First')
})

it('loads when somebody looks, and again after a reset, during which nothing disappears', async () => {
  const { list: shown } = scope.run(() => useComments(store, 't'))!
  expect(loads.count).toBe(1)
  list.value = listOf(['a', 'b'], true)
  await nextTick()
  list.value = listOf(['mine'], false, ['mine'])
  await nextTick()
  expect(loads.count).toBe(2)
  expect(shown.value.comments.map(({ id }) => id)).toEqual(['a', 'b', 'mine'])
  list.value = listOf(['b', 'mine'], true)
  await nextTick()
  expect(shown.value).toBe(list.value)
})

it('tries again with the connection', async () => {
  loads.fails = true
  const { hasFailed } = scope.run(() => useComments(store, 't'))!
  await settle()
  expect(hasFailed.value).toBe(true)
  loads.fails = false
  connection.value = 'offline'
  await settle()
  expect([hasFailed.value, loads.count]).toEqual([false, 2])
  scope.stop()
  connection.value = 'live'
})
