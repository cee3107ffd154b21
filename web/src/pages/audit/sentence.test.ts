import { describe, expect, it } from 'vitest'
import type { AuditRecord } from '@/api/types'
import { addTexts } from '@/i18n'
import { audit } from '@/i18n/en/audit'
import { kindsOf, sentenceOf } from './sentence'

addTexts({ audit })
const say = (kind: string, fields: Partial<AuditRecord> = {}): string =>
  sentenceOf({
    number: 1,
    at: '2026-11-26T08:00:00.000Z',
    kind,
    actor: 'a',
    actorName: 'Ada',
    team: null,
    project: null,
    projectName: null,
    subject: 'b',
    subjectName: 'Ben',
    address: null,
    detail: {},
    ...fields,
  })

describe('sentenceOf', () => {
  it.each([
    ['seat.changed', { detail: { from: 'member', to: 'admin' } }, 'Ada made Ben an admin'],
    ['seat.changed', { subject: 'a', detail: { from: null, to: 'guest' } }, 'Ada joined as a guest'],
    [
      'member.changed',
      { subject: 'x', subjectName: 'Chris', projectName: 'Website', detail: { to: 'viewer' } },
      'Ada made Chris a viewer of Website',
    ],
    ['seat.removed', { subject: 'a' }, 'Ada left the team'],
    ['session.ended', { subject: 'a', detail: { allBut: 's' } }, 'Ada ended all other sessions'],
    [
      'session.refused',
      { actor: null, actorName: null, subject: null, subjectName: null },
      'A sign-in as someone failed',
    ],
    [
      'account.disabled',
      { actor: null, actorName: null, detail: { by: 'operator' } },
      'The operator disabled the account of Ben',
    ],
    ['account.updated', { detail: { name: { from: 'Ben', to: 'Benno' } } }, 'Ben is called Benno now'],
    ['team.renamed', { detail: { from: 'Old', to: 'New' } }, 'Ada renamed the team Old to New'],
    [
      'access.refused',
      { detail: { route: 'GET /api/audit', count: 3 } },
      'Ada tried what they may not: GET /api/audit, 3 times',
    ],
    [
      'access.refused',
      { detail: { route: 'GET /api/audit' } },
      'Ada tried what they may not: GET /api/audit',
    ],
    ['member.changed', { projectName: 'Web', detail: { to: 'viewer' } }, 'Ada made Ben a viewer of Web'],
    ['something.new', {}, 'Ada: something.new'],
  ] as const)('%s %o', (kind, fields, said) => expect(say(kind, fields)).toBe(said))

  it.each(Object.values(kindsOf).flat())('has words for %s', (kind) => {
    expect(say(kind)).not.toMatch(/audit\.|[{}]/)
  })
})
