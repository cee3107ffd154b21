import { describe, expect, test } from 'vitest'
import type { Project, Team } from '@/api/types'
import { beginningFrom, teamFor, wishOf } from './beginning'

const projects = [{ id: 'p1', team: 't2' }] as Project[]
const teams = [{ id: 't1' }, { id: 't2' }] as Team[]

describe('what a new project begins with', () => {
  test('a project that one sees, else blank', () => {
    expect(beginningFrom('p1', projects)).toEqual({ from: 'p1', withTasks: false })
    expect(beginningFrom('p9', projects)).toEqual({ starter: 'blank' })
    expect(beginningFrom(undefined, projects)).toEqual({ starter: 'blank' })
  })

  test('blank is nothing to tell', () => {
    expect(wishOf({ starter: 'blank' })).toEqual({})
    expect(wishOf({ starter: 'bugs' })).toEqual({ starter: 'bugs' })
    expect(wishOf({ from: 'p1', withTasks: true })).toEqual({ from: 'p1', withTasks: true })
  })

  test('it comes into the wanted team, else into that of its source, else into the first', () => {
    expect(teamFor(teams, 't1', projects[0])).toBe('t1')
    expect(teamFor(teams, '1', projects[0])).toBe('t2')
    expect(teamFor(teams, '1', undefined)).toBe('t1')
    expect(teamFor([], '1', undefined)).toBe('')
  })
})
