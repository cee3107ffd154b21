// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { seqAt, timeAt } from './moments'

const at = (minute: number): string => `2026-11-26T10:${String(minute).padStart(2, '0')}:00.000Z`
const marks = [
  { seq: 1, at: at(0) },
  { seq: 11, at: at(10) },
  { seq: 21, at: at(30) },
]

describe('seqAt', () => {
  it.each([
    [0, 1],
    [10, 11],
    [29, 11],
    [59, 21],
  ])('at minute %i it was entry %i', (minute, seq) => expect(seqAt(marks, Date.parse(at(minute)))).toBe(seq))
  it('is nothing before the first', () => expect(seqAt(marks, 0)).toBe(0))
})

describe('timeAt', () => {
  it.each([
    [1, 0],
    [11, 10],
    [16, 20],
    [21, 30],
  ])('entry %i was made at minute %i', (seq, minute) =>
    expect(timeAt(marks, seq)).toBe(Date.parse(at(minute))),
  )
  it('is nothing where there are none', () => expect(timeAt([], 1)).toBeNull())
})
