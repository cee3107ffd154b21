import { effectScope, shallowRef } from 'vue'
import { expect, it, vi } from 'vitest'
import type { Status, Task } from '@/api/types'
import type { ProjectStore } from '@/stores/project'
import { prepareList } from './prepareList'
import { useFolding } from './useFolding'
import { useListModel } from './useListModel'

it('has the list ready for who switches to it, until a task changes', () => {
  const search = vi.fn<ProjectStore['search']>(() => [])
  const revision = shallowRef(1)
  const parts: Partial<ProjectStore> = {
    id: 'p',
    revision,
    statuses: shallowRef([{ id: 's', name: 'To do' } as Status]),
    labels: shallowRef(new Map()),
    members: shallowRef(new Map()),
    fields: shallowRef([]),
    tasksIn: () => shallowRef(['a']),
    peek: () => ({ id: 'a', status: 's' }) as Task,
    search,
  }
  const store = parts as ProjectStore
  const matches = () => true
  const options = { store, matches: () => matches, group: () => null, sortBy: () => null, me: () => 'me' }
  const { isFolded } = useFolding('p', () => 'status')
  const open = () =>
    effectScope(true).run(() =>
      useListModel({ ...options, isFolded: () => isFolded.value, composing: () => null, held: () => [] }),
    )!

  prepareList(options)
  expect(open().value.count).toBe(1)
  expect(search).toHaveBeenCalledTimes(1)
  revision.value++
  open()
  expect(search).toHaveBeenCalledTimes(2)
})
