import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '@/ui/day'
import { byOrder, CalendarItems, type Item } from './items'
import { keeping, layOut, type Piece } from './lanes'
import { taskOf } from './testing'

const monday = '2026-03-02'
const week = Array.from({ length: 7 }, (_, i) => addDays(monday, i))

function itemsOf(spans: readonly (readonly [start: number | null, due: number])[]): Item[] {
  const items = new CalendarItems(() => true)
  spans.forEach(([start, due], i) => {
    const startDate = start === null ? null : addDays(monday, start)
    items.put(`t${i}`, taskOf(i, { startDate, dueDate: addDays(monday, due) }))
  })
  return [...items.all()].toSorted(byOrder)
}

const piecesOf = (items: readonly Item[], lanes = 5) => layOut(week, items, lanes).pieces.flat()
const short = ({ item, column, days, lane, fromBefore, toAfter }: Piece) =>
  `${item.id} ${column}+${days} lane ${lane}${fromBefore ? ' <' : ''}${toAfter ? ' >' : ''}`

describe('layOut', () => {
  it('puts bars that meet below each other, and those that do not beside each other', () => {
    const found = piecesOf(
      itemsOf([
        [0, 2],
        [3, 4],
        [2, 3],
        [null, 6],
      ]),
    ).map(short)
    expect(found.toSorted()).toEqual(['t0 0+3 lane 0', 't1 3+2 lane 0', 't2 2+2 lane 1', 't3 6+1 lane 0'])
  })

  it('cuts at both ends of the week, and says so', () => {
    expect(
      piecesOf(
        itemsOf([
          [-3, 9],
          [-1, 0],
          [6, 7],
        ]),
      ).map(short),
    ).toEqual(['t0 0+7 lane 0 < >', 't1 0+1 lane 1 <', 't2 6+1 lane 1 >'])
  })

  it('counts on every day what found no lane', () => {
    const { hidden, counts, pieces } = layOut(
      week,
      itemsOf([
        [0, 3],
        [0, 3],
        [1, 2],
        [null, 1],
        [null, 3],
      ]),
      2,
    )
    expect(hidden).toEqual([0, 2, 1, 1, 0, 0, 0])
    expect(counts).toEqual([2, 4, 3, 3, 0, 0, 0])
    expect(pieces.flat()).toHaveLength(2)
  })

  const spans = fc.array(
    fc.tuple(fc.option(fc.integer({ min: -10, max: 10 })), fc.integer({ min: -10, max: 16 })),
    { maxLength: 40 },
  )
  const lanes = fc.integer({ min: 0, max: 8 })

  it('lets no two bars of a lane meet, keeps to the lanes, and leaves nothing uncounted', () => {
    fc.assert(
      fc.property(spans, lanes, (given, most) => {
        const items = itemsOf(given)
        const { pieces, hidden } = layOut(week, items, most)
        for (const [column, day] of week.entries()) {
          const here = pieces.flat().filter((one) => one.column <= column && column < one.column + one.days)
          expect(new Set(here.map(({ lane }) => lane)).size).toBe(here.length)
          expect(here.every(({ lane }) => lane < most)).toBe(true)
          const due = items.filter(({ span }) => span.from <= day && day <= span.to)
          expect(here.length + hidden[column]!).toBe(due.length)
        }
      }),
    )
  })

  it('does not depend on the order in which tasks came in', () => {
    fc.assert(
      fc.property(spans, lanes, fc.infiniteStream(fc.nat()), (given, most, by) => {
        const items = itemsOf(given)
        const shuffled = items
          .map((item) => ({ item, at: by.next().value as number }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ item }) => item)
          .toSorted(byOrder)
        expect(layOut(week, shuffled, most)).toEqual(layOut(week, items, most))
      }),
    )
  })
})

describe('keeping', () => {
  it('gives back what says the same, and takes what does not', () => {
    const items = itemsOf([
      [0, 1],
      [3, 4],
      [null, 5],
    ])
    const before = [layOut(week, items, 5)]
    const [after] = keeping(before, [layOut(week, items, 5)])
    expect(after!.pieces.every((pieces, column) => pieces === before[0]!.pieces[column])).toBe(true)
    const moved = items.map((item) =>
      item.id === 't2'
        ? itemsOf([
            [0, 1],
            [3, 4],
            [null, 4],
          ])[2]!
        : item,
    )
    const [other] = keeping(before, [layOut(week, moved, 5)])
    expect(other!.pieces[3]).toBe(before[0]!.pieces[3])
    expect([other!.pieces[4]!.length, other!.pieces[5]!.length]).toEqual([1, 0])
  })

  it('shows what laying out anew shows', () => {
    const spans = fc.array(
      fc.tuple(fc.option(fc.integer({ min: -3, max: 8 })), fc.integer({ min: -3, max: 9 })),
      {
        maxLength: 12,
      },
    )
    fc.assert(
      fc.property(spans, spans, (one, two) => {
        const after = layOut(week, itemsOf(two), 4)
        expect(keeping([layOut(week, itemsOf(one), 4)], [after])).toEqual([after])
      }),
    )
  })
})
