import { effectScope, shallowRef } from 'vue'
import { expect, it, vi } from 'vitest'
import type { ProjectStore } from '@/stores/project'
import { prepareCalendar } from './prepareCalendar'
import { useItems } from './useItems'

it('has the calendar ready for who switches to it, until a task changes', () => {
  const search = vi.fn<ProjectStore['search']>(() => [])
  const revision = shallowRef(1)
  const store = {
    id: 'p',
    revision,
    search,
    onTasks: () => () => {},
  } as Partial<ProjectStore> as ProjectStore
  const matches = () => true
  const open = () => effectScope(true).run(() => useItems(store, () => matches))

  prepareCalendar(store, () => matches)
  open()
  expect(search).toHaveBeenCalledTimes(1)
  revision.value++
  open()
  expect(search).toHaveBeenCalledTimes(2)
})
