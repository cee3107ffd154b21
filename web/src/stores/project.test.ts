import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, watchEffect } from 'vue'
import type { Me } from '@/api/types'
import { systemClock } from '@/sync/clock'
import type { Http } from '@/sync/http'
import { Socket } from '@/sync/socket'
import { boardOf, person, statuses, taskId } from '@/sync/testing/world'
import { useSession } from './session'

const asked: string[] = []
const subscribed: string[] = []
let release: (() => void)[] = []

// The server: every project has the same board; calls wait until `answer`.
vi.mock('./hub', () => {
  const held = <T>(value: () => T): Promise<{ type: 'ok'; value: T }> =>
    new Promise((resolve) => release.push(() => resolve({ type: 'ok', value: value() })))
  const http: Http = {
    get: <T>(path: string) => {
      asked.push(path)
      return held(() => board(path) as T)
    },
    post: <T>(_path: string, body: string) => {
      const { commands } = JSON.parse(body) as { commands: { id: string }[] }
      return held(() => ({ results: commands.map(({ id }) => ({ id, status: 'applied', seq: 1 })) }) as T)
    },
  }
  const socket = new Socket({
    clock: systemClock,
    open: (events) => {
      queueMicrotask(() => events.onOpen())
      return {
        send: (text) => subscribed.push((JSON.parse(text) as { stream: string }).stream),
        close: () => {},
      }
    },
  })
  return { http, socket, clock: systemClock }
})

function board(path: string): object {
  const id = path.split('/')[2]!
  const role = id.startsWith('seen') ? 'viewer' : 'admin'
  const ann = { id: person(1), name: 'Ann' }
  return { ...boardOf(3), project: { ...boardOf(0).project, id, name: id }, members: [{ user: ann, role }] }
}

async function answer(): Promise<void> {
  for (const answer of release.splice(0)) answer()
  await new Promise((resolve) => setTimeout(resolve))
}

const { useProject } = await import('./project')
let made = 0
const fresh = (name = 'p'): string => `${name}-${made++}`

// One for all, as in the page.
setActivePinia(createPinia())

beforeEach(() => {
  useSession().$patch((state) => {
    state.me = { user: { id: person(1), name: 'Ann' }, teams: [], projects: [] } as unknown as Me
  })
  asked.length = 0
  release = []
})

describe('useProject', () => {
  it('is one store for all who use a project, loaded once', async () => {
    const id = fresh()
    const scope = effectScope()
    const [one, two] = scope.run(() => [useProject(id), useProject(id)])!
    expect(one).toBe(two)
    expect(one!.status.value).toBe('loading')
    await answer()
    expect([one!.status.value, one!.role.value, one!.project.value?.name]).toEqual(['ready', 'admin', id])
    expect(asked).toEqual([`/projects/${id}/snapshot`])
    expect(one!.tasksIn(statuses[0]!).value.length).toBe(3)
    scope.stop()
  })

  it('shows and counts what is on its way', async () => {
    const scope = effectScope()
    const store = scope.run(() => useProject(fresh()))!
    await answer()
    const result = store.run({ kind: 'task.update', task: taskId(0), title: 'Mine' })
    expect([store.task(taskId(0))?.title, store.pending.value]).toEqual(['Mine', 1])
    await nextTick()
    await answer()
    expect(await result.done).toEqual({ ok: true, seq: 1 })
    expect(store.pending.value).toBe(0)
    scope.stop()
  })

  it('tells readers of all tasks what has changed, as long as they listen', async () => {
    const scope = effectScope()
    const store = scope.run(() => useProject(fresh()))!
    const heard: (string | null)[] = []
    const stop = store.onTasks((news) => heard.push(news && news.map(({ task }) => task?.title).join()))
    await answer()
    store.run({ kind: 'task.update', task: taskId(0), title: 'Mine' })
    store.run({ kind: 'task.delete', task: taskId(1) })
    stop()
    store.run({ kind: 'task.delete', task: taskId(2) })
    expect(heard).toEqual([null, 'Mine', ''])
    scope.stop()
  })

  it('refuses at once what the role does not allow, in words', async () => {
    const scope = effectScope()
    const store = scope.run(() => useProject(fresh('seen')))!
    await answer()
    const refusals: { title: string; detail: string }[] = []
    store.onRefused((refusal) => refusals.push(refusal))
    const { done } = store.run({ kind: 'task.delete', task: taskId(0) })
    expect(await done).toMatchObject({ ok: false, problem: { status: 403 } })
    expect(store.task(taskId(0))?.title).toBe('Task 0')
    expect(refusals).toMatchObject([{ title: 'Not allowed', detail: expect.stringMatching(/An admin can/) }])
    scope.stop()
  })

  it('follows an id that changes, listeners included', async () => {
    const [first, second] = [fresh(), fresh('seen')]
    const id = ref(first)
    const scope = effectScope()
    const store = scope.run(() => useProject(id))!
    const names: (string | undefined)[] = []
    const refusals: string[] = []
    scope.run(() => watchEffect(() => names.push(store.project.value?.name), { flush: 'sync' }))
    store.onRefused(({ title }) => refusals.push(title))
    await answer()
    id.value = second
    expect([store.id, store.status.value]).toEqual([second, 'loading'])
    await answer()
    expect(store.role.value).toBe('viewer')
    store.run({ kind: 'task.delete', task: taskId(0) })
    expect(refusals).toEqual(['Not allowed'])
    const changes = names.filter((name, i) => i === 0 || name !== names[i - 1])
    expect(changes).toEqual([undefined, first, undefined, second])
    scope.stop()
  })

  it('stays open for a way back, and closes after it when nothing waits to be sent', async () => {
    const id = fresh()
    const scope = effectScope()
    const store = scope.run(() => useProject(id))!
    await answer()
    vi.useFakeTimers()
    store.run({ kind: 'task.update', task: taskId(0), title: 'Mine' })
    scope.stop()
    await vi.advanceTimersByTimeAsync(20_000)
    const back = effectScope()
    expect(back.run(() => useProject(id))).toBe(store)
    back.stop()
    await vi.advanceTimersByTimeAsync(61_000)
    const again = effectScope()
    expect(again.run(() => useProject(id))).toBe(store)
    again.stop()
    vi.useRealTimers()
    await answer()
    expect(store.pending.value).toBe(0)
    vi.useFakeTimers()
    const last = effectScope()
    last.run(() => useProject(id))
    last.stop()
    await vi.advanceTimersByTimeAsync(61_000)
    const anew = effectScope()
    expect(anew.run(() => useProject(id))).not.toBe(store)
    anew.stop()
    vi.useRealTimers()
  })

  it('[C8] what one person has not sent is never sent by another', async () => {
    const id = fresh()
    const scope = effectScope()
    const store = scope.run(() => useProject(id))!
    await answer()
    store.run({ kind: 'task.update', task: taskId(0), title: 'Mine' })
    const session = useSession()
    session.$patch((state) => {
      state.me = { user: { id: person(2), name: 'Ben' }, teams: [], projects: [] } as unknown as Me
    })
    const next = effectScope()
    const theirs = next.run(() => useProject(id))!
    expect(theirs).not.toBe(store)
    expect(theirs.pending.value).toBe(0)
    scope.stop()
    next.stop()
  })
})
