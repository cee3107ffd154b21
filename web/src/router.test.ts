import { describe, expect, it } from 'vitest'
import type { Instance } from './api/types'
import { admit } from './router'

type Session = Parameters<typeof admit>[1]
type Target = Parameters<typeof admit>[0]

const instance: Instance = { needsFirstAccount: false, registration: 'invite', demo: false }

function session(state: Session['state'], isNew = true, of = instance): Session {
  return { state, isNew, ready: async () => {}, loadInstance: async () => of }
}

const to = (
  fullPath: string,
  name: string,
  meta: Target['meta'] = {},
  query: Target['query'] = {},
): Target => ({
  fullPath,
  name,
  meta,
  query,
})
const guest = { open: true, guest: true }

describe('admit', () => {
  it('sends a stranger to the door, with the way back', async () => {
    expect(await admit(to('/t/WEB-1', 'task'), session('signed-out'))).toEqual({
      name: 'sign-in',
      query: { next: '/t/WEB-1' },
    })
    expect(await admit(to('/', 'home'), session('signed-out'))).toEqual({ name: 'sign-in', query: {} })
  })

  it('leads the very first visitor to the first account', async () => {
    const fresh = session('signed-out', true, { ...instance, needsFirstAccount: true })
    expect(await admit(to('/', 'home'), fresh)).toEqual({ name: 'register' })
  })

  it('lets strangers stand at the door, and sends those inside on', async () => {
    expect(await admit(to('/sign-in', 'sign-in', guest), session('signed-out'))).toBe(true)
    const target = to('/sign-in', 'sign-in', guest, { next: '/p/WEB' })
    expect(await admit(target, session('signed-in', false))).toBe('/p/WEB')
  })

  it('leads away from here for nobody [F12]', async () => {
    const target = to('/sign-in', 'sign-in', guest, { next: '//evil.example' })
    expect(await admit(target, session('signed-in', false))).toBe('/')
  })

  it('leads someone without a project through the first steps, but lets them go elsewhere', async () => {
    expect(await admit(to('/', 'home'), session('signed-in'))).toEqual({ name: 'start' })
    expect(await admit(to('/me', 'account'), session('signed-in'))).toBe(true)
    expect(await admit(to('/', 'home'), session('signed-in', false))).toBe(true)
  })
})
