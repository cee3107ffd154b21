// @vitest-environment node
import { beforeEach, expect, it } from 'vitest'
import { PresenceSender } from './presence'
import { FakeClock } from './testing/fakeClock'

let clock: FakeClock
let begin: number
let said: string[]
let isOpen: boolean
let presence: PresenceSender

beforeEach(() => {
  clock = new FakeClock()
  begin = clock.now()
  said = []
  isOpen = true
  presence = new PresenceSender(clock, (task, activity) => {
    if (isOpen) said.push(`${clock.now() - begin} ${task ?? 'board'} ${activity}`)
    return isOpen
  })
})

it('[L9] says the latest, at most once in 3 s, and again before it expires', async () => {
  presence.set(null, 'viewing')
  presence.set('t', 'viewing')
  presence.set('u', 'editing')
  await clock.pass(30_000)
  expect(said).toEqual(['0 board viewing', '3000 u editing', '23000 u editing'])
})

it('[L9] says again that one types, well within 6 s, and only while one does', async () => {
  for (let second = 0; second < 10; second++) {
    presence.set('t', 'typing')
    await clock.pass(1_000)
  }
  presence.set('t', 'viewing')
  await clock.pass(5_000)
  expect(said).toEqual(['0 t typing', '4000 t typing', '8000 t typing', '11000 t viewing'])
})

it('[L9] says at once that one is away, and nothing more until one is back', async () => {
  presence.set('t', 'viewing')
  presence.set(null, 'away')
  await clock.pass(60_000)
  presence.again()
  expect(said).toEqual(['0 t viewing', '0 board away'])
  presence.set('t', 'viewing')
  expect(said).toHaveLength(3)
})

it('a new connection is told where one is', () => {
  isOpen = false
  presence.set('t', 'viewing')
  isOpen = true
  presence.again()
  expect(said).toEqual(['0 t viewing'])
})
