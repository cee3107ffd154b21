import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, watchEffect } from 'vue'

beforeEach(() => {
  vi.resetModules()
  vi.useFakeTimers({ now: Date.parse('2026-11-26T22:30:00Z') })
})
afterEach(() => vi.useRealTimers())

const load = async () => (await import('./today')).useToday()

describe('useToday', () => {
  it('is the day where the person is, not where the browser is', async () => {
    const { today, settle } = await load()
    settle('Europe/Vienna', null)
    expect(today.value).toBe('2026-11-26')
    settle('Asia/Tokyo', null)
    expect(today.value).toBe('2026-11-27')
    settle('America/Los_Angeles', null)
    expect(today.value).toBe('2026-11-26')
  })

  it('becomes the next day at midnight there, and tells', async () => {
    const { today, settle } = await load()
    settle('Europe/Vienna', null)
    const seen: string[] = []
    watchEffect(() => seen.push(today.value))
    vi.advanceTimersByTime(29 * 60_000)
    await nextTick()
    expect(seen).toEqual(['2026-11-26'])
    vi.advanceTimersByTime(60_000)
    await nextTick()
    expect(seen).toEqual(['2026-11-26', '2026-11-27'])
  })

  it('begins weeks as the person says, else as the locale does', async () => {
    const { firstDay, settle } = await load()
    const own = firstDay.value
    settle('UTC', 6)
    expect(firstDay.value).toBe(6)
    settle('UTC', null)
    expect(firstDay.value).toBe(own)
  })

  it('falls back on the browser for a zone that it does not know', async () => {
    const { timeZone, settle } = await load()
    const own = timeZone.value
    settle('Mars/Olympus', null)
    expect(timeZone.value).toBe(own)
  })
})
