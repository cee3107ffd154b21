// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { whyNotHere } from './access'

const archived = { archivedAt: '2026-11-24T08:00:00.000Z' }

describe('whyNotHere', () => {
  it.each([
    [{ kind: 'task.update' }, false],
    [{ kind: 'task.update', archived: false }, false],
    [{ kind: 'comment.create' }, false],
    [{ kind: 'project.update' }, false],
    [{ kind: 'project.update', archived: true }, false],
    [{ kind: 'project.update', archived: false }, true],
    [{ kind: 'project.delete' }, true],
    [{ kind: 'member.set' }, true],
  ] as const)('in an archived project even an admin and %o: %s', (wish, may) => {
    expect(whyNotHere('admin', archived, wish)).toEqual(may ? null : expect.stringContaining('archived'))
    expect(whyNotHere('admin', { archivedAt: null }, wish)).toBeNull()
  })

  it('names the role where that stands in the way already', () => {
    expect(whyNotHere('viewer', archived, { kind: 'task.update' })).toMatch(
      /An admin can give you that right/,
    )
    expect(whyNotHere('editor', archived, { kind: 'project.update', archived: false })).toMatch(/Only admins/)
  })
})
