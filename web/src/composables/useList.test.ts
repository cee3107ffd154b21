import { describe, expect, it } from 'vitest'
import { effectScope, nextTick, shallowRef } from 'vue'
import { ProblemError, unreachable } from '@/api/problem'
import { useList } from './useList'

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

describe('useList', () => {
  it('asks anew with each change, and keeps what it had when that fails', async () => {
    const source = shallowRef(0)
    const ask = async (): Promise<number[]> => {
      if (source.value === 1) throw new ProblemError(unreachable)
      return [source.value]
    }
    const scope = effectScope()
    const { items, hasFailed } = scope.run(() => useList(ask, source))!
    expect(items.value).toBeNull()
    await settled()
    expect(items.value).toEqual([0])
    source.value = 1
    await settled()
    expect([items.value, hasFailed.value]).toEqual([[0], true])
    source.value = 2
    await settled()
    expect([items.value, hasFailed.value]).toEqual([[2], false])
    scope.stop()
  })

  it('goes by what was asked last, whichever answer comes last', async () => {
    const answers: ((value: string[]) => void)[] = []
    const source = shallowRef(0)
    const scope = effectScope()
    const { items } = scope.run(() =>
      useList(() => new Promise<string[]>((done) => answers.push(done)), source),
    )!
    source.value = 1
    await nextTick()
    answers[1]!(['new'])
    answers[0]!(['old'])
    await settled()
    expect(items.value).toEqual(['new'])
    scope.stop()
  })
})
