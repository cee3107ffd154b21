import { expect, it } from 'vitest'
import { fits, type Fit } from '@/project/mark'
import { arrange, type Lot, type SectionName } from './lots'

const lot = (section: SectionName, fit: Fit, ...values: string[]): Lot => ({
  section,
  fit,
  items: values.map((value) => ({ value, label: value })),
})
const shown = (lots: readonly Lot[]) =>
  lots.map(({ section, items }) => `${section}: ${items.map(({ value }) => value).join(' ')}`)

it('begins with the section of the best option; alike ones stand in their usual order', () => {
  const lots = [
    lot('actions', fits.begins, 'a'),
    lot('tasks', fits.holds, 't'),
    lot('people', fits.holds, 'p'),
  ]
  expect(shown(arrange(lots, []))).toEqual(['actions: a', 'tasks: t', 'people: p'])
  expect(shown(arrange([lot('actions', fits.holds, 'a'), lot('tasks', fits.holds, 't')], []))).toEqual([
    'tasks: t',
    'actions: a',
  ])
  expect(arrange([lot('tasks', fits.begins)], [])).toEqual([])
})

it('adds what comes later behind what stands there, and tells nothing twice', () => {
  const here = [lot('actions', fits.begins, 'a'), lot('tasks', fits.holds, 't1', 't2')]
  const later = [
    lot('comments', fits.holds, 'c'),
    lot('tasks', fits.begins, 't2', 't3'),
    lot('projects', fits.begins),
  ]
  expect(shown(arrange(here, later))).toEqual(['actions: a', 'tasks: t1 t2 t3', 'comments: c'])
})
