import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Task } from '@/api/types'
import { fold } from './fold'
import { look, parseQuery, rangesIn, segments } from './mark'
import { distanceToBeginning, reach } from './near'
import { findTasks } from './search'

let count = 0
const task = (title: string, more: Partial<Task> = {}): Task => {
  const number = ++count
  return {
    id: `t${number}`,
    number,
    key: `WEB-${number}`,
    title,
    updatedAt: '2026-11-01T00:00:00Z',
    ...more,
  } as Task
}
const titles = (tasks: readonly Task[], query: string, limit?: number): string[] =>
  findTasks(tasks, query, limit).map((hit) => hit.task.title)
const marked = (text: string, query: string): string[] =>
  segments(text, rangesIn(look(text), parseQuery(query).words))
    .filter((part) => part.hit)
    .map((part) => part.text)

describe('findTasks', () => {
  it('puts the own key first, then the beginning of the title, of a word, a part, and a mistake', () => {
    const tasks = [
      task('Pay the invioce'),
      task('Reinvoice the client'),
      task('Send an invoice'),
      task('Invoice for May'),
      task('Something else', { key: 'INVOICE' }),
      task('Lunch'),
    ]
    expect(titles(tasks, 'invoice')).toEqual([
      'Something else',
      'Invoice for May',
      'Send an invoice',
      'Reinvoice the client',
      'Pay the invioce',
    ])
  })

  it('takes the newer one first where two fit alike', () => {
    const tasks = [task('Menu', { updatedAt: '2026-01-01T00:00:00Z' }), task('Menu two'), task('Menu one')]
    tasks[2]!.updatedAt = '2026-11-20T00:00:00Z'
    expect(titles(tasks, 'menu')).toEqual(['Menu one', 'Menu two', 'Menu'])
    expect(titles(tasks, 'menu', 2)).toEqual(['Menu one', 'Menu two'])
  })

  it('gives the same top whether all are sorted or only the top is kept', () => {
    const ofNumber = fc.tuple(fc.constantFrom('menu', 'the menu', 'xmenu'), fc.integer({ min: 0, max: 9 }))
    fc.assert(
      fc.property(fc.array(ofNumber, { minLength: 20, maxLength: 60 }), (list) => {
        const tasks = list.map(([title, at]) => task(title, { updatedAt: `2026-11-0${at}T00:00:00Z` }))
        const key = (hit: { task: Task }): string => hit.task.title + hit.task.updatedAt
        const all = findTasks(tasks, 'menu', 100).map(key)
        expect(findTasks(tasks, 'menu', 4).map(key)).toEqual(all.slice(0, 4))
      }),
    )
  })

  it('wants every word, in any order, without case and marks', () => {
    const tasks = [task('Café: write the Menu'), task('Write the report')]
    expect(titles(tasks, 'MENÜ write')).toEqual(['Café: write the Menu'])
    expect(titles(tasks, 'cafe wri')).toEqual(['Café: write the Menu'])
    expect(titles(tasks, 'menu lunch')).toEqual([])
  })

  it('finds by key and by number alone, and by the beginning of a key', () => {
    const tasks = [task('One', { key: 'WEB-7', number: 7 }), task('Two', { key: 'WEB-71', number: 71 })]
    expect(titles(tasks, 'web-7')).toEqual(['One', 'Two'])
    expect(titles(tasks, '71')).toEqual(['Two'])
    expect(findTasks(tasks, '71')[0]!.keyRanges).toEqual([[4, 6]])
    expect(titles(tasks, 'web-7 two')).toEqual(['Two'])
  })

  it('forgives no mistake in short words, one up to seven letters and two beyond', () => {
    const tasks = [task('fix the menu board of translations')]
    expect(titles(tasks, 'fux')).toEqual([])
    expect(titles(tasks, 'mneu')).toHaveLength(1)
    expect(titles(tasks, 'mnue')).toHaveLength(0)
    expect(titles(tasks, 'trnaslatoins')).toHaveLength(1)
    expect(titles(tasks, 'trnaslatoisn')).toHaveLength(0)
  })

  it('says nothing to nothing', () => {
    expect(findTasks([task('a')], '   ')).toEqual([])
  })

  it('still finds a title after one edit in one of its words', () => {
    const word = fc.stringMatching(/^[a-z]{5,12}$/)
    const edit = fc.record({ at: fc.nat(), kind: fc.constantFrom('swap', 'drop', 'add', 'change') })
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 5 }),
        fc.nat(),
        edit,
        (words, which, { at, kind }) => {
          const own = words[which % words.length]!
          const i = at % (own.length - 1)
          const typed = {
            swap: own.slice(0, i) + own[i + 1] + own[i] + own.slice(i + 2),
            drop: own.slice(0, i) + own.slice(i + 1),
            add: `${own.slice(0, i)}q${own.slice(i)}`,
            change: `${own.slice(0, i)}q${own.slice(i + 1)}`,
          }[kind]
          expect(findTasks([task(words.join(' '))], typed)).toHaveLength(1)
        },
      ),
    )
  })
})

describe('rangesIn', () => {
  it('marks what was asked for as it is written', () => {
    expect(marked('Write the menu', 'men wri')).toEqual(['Wri', 'men'])
    expect(marked('The Café opens', 'cafe')).toEqual(['Café'])
    expect(marked('The Cafe\u0301 opens', 'cafe')).toEqual(['Cafe\u0301'])
    expect(marked('Pay the invioce', 'invoice')).toEqual(['invioce'])
    expect(marked('한국어 문서', fold('한국'))).toEqual(['한국'])
  })

  it('stays inside the text and marks what folds to the word', () => {
    const sign = fc.constantFrom('a', 'é', 'e\u0301', 'Ü', ' ', 'ß', '日', '한', '🙂', 'İ', '-', 'n')
    const text = fc.array(sign, { maxLength: 20 }).map((list) => list.join(''))
    fc.assert(
      fc.property(text, fc.nat(), fc.nat({ max: 5 }), (whole, at, length) => {
        const signs = [...whole.normalize('NFC')]
        const from = signs.length ? at % signs.length : 0
        const word = signs
          .slice(from, from + length)
          .join('')
          .trim()
        const ranges = rangesIn(look(whole), parseQuery(word).words)
        let end = 0
        for (const [start, stop] of ranges) {
          expect(start).toBeGreaterThanOrEqual(end)
          expect(stop).toBeGreaterThan(start)
          end = stop
        }
        expect(end).toBeLessThanOrEqual(whole.length)
        expect(
          segments(whole, ranges)
            .map((part) => part.text)
            .join(''),
        ).toBe(whole)
        for (const one of parseQuery(word).words) {
          if (!fold(whole).includes(one.text)) continue
          expect(ranges.some(([start, stop]) => fold(whole.slice(start, stop)).includes(one.text))).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('fold', () => {
  it('folds each sign by itself', () => {
    const sign = fc.constantFrom('Σ', 'σ', 'Ά', 'İ', 'ẞ', 'É', 'e\u0301', 'K', ' ', '한', '\u0315')
    const each = (text: string): string =>
      Array.from(text.normalize('NFD'), (one) => (/[\u0300-\u036f]/.test(one) ? '' : one.toLowerCase())).join(
        '',
      )
    fc.assert(
      fc.property(fc.array(sign), (list) => {
        expect(fold(list.join(''))).toBe(each(list.join('')))
      }),
    )
  })
})

describe('distanceToBeginning', () => {
  it('counts as the table of all distances does', () => {
    const word = fc.stringMatching(/^[abc]{0,7}$/)
    fc.assert(
      fc.property(word, word, (typed, other) => {
        const all = Array.from({ length: other.length + 1 }, (_, i) => slow(typed, other.slice(0, i)))
        const least = Math.min(...all)
        expect(distanceToBeginning(typed, other, 2)).toBe(least <= 2 ? least : Infinity)
      }),
      { numRuns: 500 },
    )
  })

  it('[reach] grows with the word', () => {
    expect([3, 4, 7, 8].map(reach)).toEqual([0, 1, 1, 2])
  })
})

/** By the definition. */
function slow(a: string, b: string): number {
  if (!a || !b) return a.length + b.length
  const same = a.at(-1) === b.at(-1) ? 0 : 1
  const ways = [
    slow(a.slice(0, -1), b) + 1,
    slow(a, b.slice(0, -1)) + 1,
    slow(a.slice(0, -1), b.slice(0, -1)) + same,
  ]
  const isSwapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)
  if (isSwapped) ways.push(slow(a.slice(0, -2), b.slice(0, -2)) + 1)
  return Math.min(...ways)
}
