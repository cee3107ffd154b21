import { describe, expect, it } from 'vitest'
import type { Entry } from '@/api/types'
import { Touches } from './touches'

const touch = (id: string): Entry =>
  ({ actor: 'ben', events: [{ type: 'task:updated', id, set: { title: 'x' } }] }) as unknown as Entry

describe('Touches', () => {
  it('knows who has changed a field since, and forgets what nobody can ask for', () => {
    const touches = new Touches()
    for (const id of ['a', 'b']) touches.hear(touch(id))
    expect(touches.since(0, 'task a', ['title'])).toBe('ben')
    touches.forget(1)
    expect(touches.since(0, 'task a', ['title'])).toBeUndefined()
    expect(touches.since(0, 'task b', ['title'])).toBe('ben')
  })
})
