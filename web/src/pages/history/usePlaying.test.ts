import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { usePlaying } from './usePlaying'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const head = 20
function player(from: number) {
  let seq = from
  const seek = async (to: number): Promise<void> => void (seq = to)
  const scope = effectScope()
  const playing = scope.run(() => usePlaying(() => seq, head, seek))!
  return { playing, at: () => seq, stop: () => scope.stop() }
}

it('plays from one moment to another and stops there', async () => {
  const { playing, at } = player(12)
  await playing.playFrom(3, 7)
  await vi.advanceTimersByTimeAsync(1_700)
  expect([at(), playing.isPlaying.value]).toEqual([5, true])
  await vi.advanceTimersByTimeAsync(60_000)
  expect([at(), playing.isPlaying.value]).toEqual([7, false])
})

it('plays on to the last moment after a window has ended', async () => {
  const { playing, at } = player(12)
  await playing.playFrom(3, 7)
  await vi.advanceTimersByTimeAsync(60_000)
  playing.toggle()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([at(), playing.isPlaying.value]).toEqual([head, false])
})

it('nothing moves once whoever looked has left', async () => {
  const { playing, at, stop } = player(0)
  await playing.playFrom(3)
  stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(at()).toBe(3)
})
