import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, shallowRef } from 'vue'
import type { PresenceUser } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import { useTyping } from './useTyping'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

function writer() {
  const presence = shallowRef<readonly PresenceUser[]>([])
  const people = ['ada', 'ben'].map((id) => [id, { user: { id, name: id } }] as const)
  const said: string[] = []
  const store = {
    presence,
    members: shallowRef(new Map(people)),
    setPresence: (_task: string, activity: string) => said.push(activity),
  } as unknown as ProjectStore
  const scope = effectScope()
  const typing = scope.run(() => useTyping(store, 't', () => 'ada'))!
  return { typing, said, presence, stop: () => scope.stop() }
}

it('[L9] who pauses is said to write no more, before the server would take it for over', () => {
  const { typing, said } = writer()
  typing.typed()
  vi.advanceTimersByTime(3_000)
  typing.typed()
  vi.advanceTimersByTime(3_000)
  expect(said).toEqual(['typing', 'typing'])
  vi.advanceTimersByTime(1_000)
  expect(said.at(-1)).toBe('viewing')
})

it('[L9] sending ends it at once, and once', () => {
  const { typing, said } = writer()
  typing.typed()
  typing.ended()
  typing.ended()
  vi.advanceTimersByTime(10_000)
  expect(said).toEqual(['typing', 'viewing'])
})

it('others are named while they write about this task, each once, and not oneself', () => {
  const { typing, presence } = writer()
  const one = (user: string, task: string, activity: string) => ({ user, task, activity }) as PresenceUser
  presence.value = [
    one('ben', 't', 'typing'),
    one('ben', 't', 'typing'),
    one('ada', 't', 'typing'),
    one('ben', 'other', 'typing'),
  ]
  expect(typing.others.value.map(({ name }) => name)).toEqual(['ben'])
  presence.value = [one('ben', 't', 'viewing')]
  expect(typing.others.value).toEqual([])
})
