import { expect, it } from 'vitest'
import type { Task } from '@/api/types'
import { groupsOf } from './groups'

const due = (...days: (string | null)[]) => days.map((dueDate, i) => ({ id: `${i}`, dueDate }) as Task)
const inWords = (tasks: Task[], today: string, firstDay: number) =>
  groupsOf(tasks, today, firstDay).map(
    ({ name, tasks: own }) => `${name} ${own.map(({ id }) => id).join('')}`,
  )

it('divides by how soon, and a week ends where the person has it', () => {
  const tasks = due('2026-11-25', '2026-11-26', '2026-11-28', '2026-11-29', '2026-11-30', null)
  expect(inWords(tasks, '2026-11-26', 1)).toEqual(['overdue 0', 'today 1', 'week 23', 'later 4', 'none 5'])
  expect(inWords(tasks, '2026-11-26', 0)).toEqual(['overdue 0', 'today 1', 'week 2', 'later 34', 'none 5'])
})

it('shows no group that has nothing', () => {
  expect(inWords(due('2026-11-29'), '2026-11-29', 1)).toEqual(['today 0'])
  expect(inWords([], '2026-11-29', 1)).toEqual([])
})
