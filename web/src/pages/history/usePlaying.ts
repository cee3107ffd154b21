import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'

export const speeds = [1, 2, 4, 16] as const

export interface UsePlayingReturn {
  readonly isPlaying: Readonly<ShallowRef<boolean>>
  /** How many times as fast as usual. */
  readonly speed: ShallowRef<number>
  toggle(): void
  pause(): void
  /** From a moment to another, or to the last one. */
  playFrom(seq: number, to?: number): Promise<void>
}

/** One change, usually, ms. */
const stepMs = 800

/** Plays what happened, one change after the other, as soon as each is here. */
export function usePlaying(
  at: () => number,
  head: number,
  seek: (seq: number) => Promise<void>,
): UsePlayingReturn {
  const isPlaying = shallowRef(false)
  const speed = shallowRef<number>(1)
  let end = head
  let timer: ReturnType<typeof setTimeout> | undefined

  function pause(): void {
    clearTimeout(timer)
    isPlaying.value = false
  }

  function play(): void {
    isPlaying.value = true
    timer = setTimeout(() => void step(), stepMs / speed.value)
  }

  async function step(): Promise<void> {
    await seek(at() + 1)
    if (!isPlaying.value) return
    if (at() >= end) pause()
    else play()
  }

  async function playFrom(seq: number, to = head): Promise<void> {
    pause()
    end = to
    await seek(seq)
    play()
  }

  function toggle(): void {
    if (isPlaying.value) pause()
    else void playFrom(at() >= head ? 0 : at())
  }

  onScopeDispose(pause)
  return { isPlaying, speed, toggle, pause, playFrom }
}
