import { expect, it } from 'vitest'
import type { Task } from '@/api/types'
import { findTasks } from './search'

// A frame for any query on ten thousand tasks; the figures are printed.
const budgetMs = 16
const sounds = [
  'in',
  'vo',
  'ice',
  'men',
  'u',
  'ship',
  'or',
  'der',
  'flo',
  'ur',
  'trans',
  'la',
  'tion',
  'board',
  'é',
  'ta',
]
let seed = 1
const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
const newWord = (): string =>
  Array.from({ length: 1 + random(4) }, () => sounds[random(sounds.length)]).join('')
// As many different words as people use in so many titles, and more.
const pool = Array.from({ length: 8_000 }, newWord)
const word = (): string => pool[random(pool.length)]!
const title = (): string => Array.from({ length: 3 + random(8) }, word).join(' ')
const tasks = Array.from({ length: 10_000 }, (_, i) => {
  return {
    id: `${i}`,
    number: i,
    key: `WEB-${i}`,
    title: title(),
    updatedAt: `2026-11-01T00:00:${i % 60}Z`,
  } as Task
})
const queries = {
  'a letter': 'i',
  'a word': 'invoice',
  'two words': 'ship order',
  'a key': 'web-777',
  'a mistake': 'trnaslation',
  'a mistake in each of many words': 'invioce trnaslation baord shpi ordre tsak',
  'nothing there': 'zzzzzzzz qqqqqqq',
  'two hundred letters': 'transl'.repeat(34),
}

/** In time of the processor: others may use it as well. */
function time(run: () => void): number {
  const from = process.cpuUsage()
  run()
  const { user, system } = process.cpuUsage(from)
  return (user + system) / 1000
}

it('finds anything in 10,000 tasks within a frame', () => {
  const cold = time(() => void findTasks(tasks, 'trnaslation'))
  const figures = Object.entries(queries).map(([name, query]) => {
    // The least of some: a busy machine only ever adds to it.
    const ms = Math.min(...Array.from({ length: 15 }, () => time(() => void findTasks(tasks, query))))
    return { name, ms }
  })
  process.stdout.write(
    `cold ${cold.toFixed(1)} ms · ${figures.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`).join(' · ')}\n`,
  )
  for (const { ms } of figures) expect(ms).toBeLessThanOrEqual(budgetMs)
})
