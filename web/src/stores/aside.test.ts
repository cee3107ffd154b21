import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Me } from '@/api/types'
import { useAside, type SetAside } from './aside'
import { useSession } from './session'

const project = { id: 'p', key: 'WEB', name: 'Website' }
const edit = (id: string): SetAside => ({
  id,
  at: '2026-11-26T08:00:00.000Z',
  commands: [{ kind: 'task.update', task: 't', title: id }],
  task: { key: 'WEB-1', title: 'Old' },
  status: null,
  text: id,
})
const textsOf = (): string[] =>
  useAside()
    .of('p')
    .map(({ text }) => text)

function signIn(id: string): void {
  useSession().me = { user: { id }, teams: [], projects: [] } as unknown as Me
}

describe('useAside', () => {
  beforeEach(() => {
    localStorage.clear()
    setActivePinia(createPinia())
    signIn('ada')
  })

  it('keeps edits on the device until they are thrown away', () => {
    useAside().add(project, [edit('one'), edit('two')], 'ada')
    setActivePinia(createPinia())
    signIn('ada')
    expect(textsOf()).toEqual(['one', 'two'])
    useAside().dismiss('p', ['one'])
    expect(textsOf()).toEqual(['two'])
    useAside().putBack(project, [edit('one')])
    expect(textsOf()).toEqual(['two', 'one'])
    useAside().clear()
    expect(useAside().count).toBe(0)
  })

  it('[C8] shows nobody what somebody else has left, and gives it back to whom it is', () => {
    useAside().add(project, [edit('one')], 'ada')
    signIn('ben')
    useAside().add(project, [edit('late')], 'ada')
    expect(useAside().count).toBe(0)
    expect(useAside().latest).toBeNull()
    signIn('ada')
    expect(textsOf()).toEqual(['one', 'late'])
  })

  it('lives with a storage that holds something else', () => {
    localStorage.setItem('tandem:aside:ben', 'not JSON')
    signIn('ben')
    expect(useAside().count).toBe(0)
  })
})
