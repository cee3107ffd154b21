import { array, assert, integer, nat, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { columnAt, edgeSpeed, shiftOf, slotAt, type Span } from './geometry'

const gap = 8

function stack(heights: readonly number[]): Span[] {
  let start = 0
  return heights.map((height) => {
    const span = { start, end: start + height }
    start = span.end + gap
    return span
  })
}

describe('columnAt', () => {
  const columns = [
    { start: 0, end: 280 },
    { start: 292, end: 572 },
  ]
  it('takes the column under x, and the left one between two', () => {
    expect([10, 285, 292, 900].map((x) => columnAt(columns, x))).toEqual([0, 0, 1, 1])
  })
  it('takes the first one left of the board and none without columns', () => {
    expect(columnAt(columns, -50)).toBe(0)
    expect(columnAt([], 10)).toBe(-1)
  })
})

describe('slotAt', () => {
  const spans = stack([60, 100, 40])
  it('finds its own place for a ghost at rest, whatever the heights', () => {
    assert(
      property(
        array(integer({ min: 30, max: 140 }), { minLength: 1, maxLength: 60 }),
        nat(),
        (heights, pick) => {
          const index = pick % heights.length
          const column = stack(heights)
          expect(slotAt(column, column[index]!.start, index)).toBe(index)
        },
      ),
    )
  })
  it('passes a card once its upper edge is past that card’s middle', () => {
    expect(slotAt(spans, 30, -1)).toBe(0)
    expect(slotAt(spans, 31, -1)).toBe(1)
    expect(slotAt(spans, 119, -1)).toBe(2)
    expect(slotAt(spans, 5000, -1)).toBe(3)
  })
  it('sees the column without the dragged card', () => {
    // Without the first, the second lies at 0–100 and the third at 108–148.
    expect(slotAt(spans, 50, 0)).toBe(0)
    expect(slotAt(spans, 51, 0)).toBe(1)
    expect(slotAt(spans, 129, 0)).toBe(2)
  })
  it('agrees with walking through the closed-up column', () => {
    const heights = array(integer({ min: 30, max: 140 }), { maxLength: 40 })
    assert(
      property(
        heights,
        integer({ min: -200, max: 4000 }),
        integer({ min: -1, max: 39 }),
        (sizes, top, pick) => {
          const dragged = pick < sizes.length ? pick : -1
          const rest = stack(sizes.filter((_, index) => index !== dragged))
          const walked = rest.filter(({ start, end }) => top > (start + end) / 2).length
          expect(slotAt(stack(sizes), top, dragged)).toBe(walked)
        },
      ),
    )
  })
  it('has one place in an empty column', () => {
    expect(slotAt([], 500, -1)).toBe(0)
  })
})

describe('shiftOf', () => {
  it('closes the hole and opens the gap so that every card lands where the drop will put it', () => {
    const count = integer({ min: 1, max: 20 })
    assert(
      property(count, nat(), nat(), (n, a, b) => {
        const from = a % n
        const to = b % n
        const order = Array.from({ length: n }, (_, index) => index)
        const after = order.filter((index) => index !== from)
        after.splice(to, 0, from)
        for (const [place, index] of after.entries()) {
          if (index === from) continue
          expect(index * 50 + shiftOf(index, { from, to, size: 50 })).toBe(place * 50)
        }
      }),
    )
  })
  it('only closes the hole when the card hovers elsewhere, and only opens the gap when it comes from there', () => {
    expect([0, 1, 2].map((index) => shiftOf(index, { from: 1, to: -1, size: 50 }))).toEqual([0, 0, -50])
    expect([0, 1, 2].map((index) => shiftOf(index, { from: -1, to: 1, size: 50 }))).toEqual([0, 50, 50])
  })
})

describe('edgeSpeed', () => {
  const view = { start: 100, end: 700 }
  it('rests in the middle and rises towards either edge', () => {
    expect(edgeSpeed(400, view)).toBe(0)
    expect(edgeSpeed(120, view)).toBeLessThan(0)
    expect(edgeSpeed(690, view)).toBeGreaterThan(edgeSpeed(660, view))
  })
  it('has a limit beyond the edge', () => {
    expect(edgeSpeed(5000, view)).toBe(1100)
    expect(edgeSpeed(-5000, view)).toBe(-1100)
  })
  it('leaves a resting middle in a view smaller than its zones', () => {
    expect(edgeSpeed(120, { start: 100, end: 140 })).toBe(0)
  })
})
