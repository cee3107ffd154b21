import { describe, expect, it } from 'vitest'
import { projectKeyOf, safeNext, taskKeyOf } from './route'

const home = 'https://tandem.example'

const at = (path: string): { path: string; params: { key: string } } => ({
  path,
  params: { key: path.split('/')[2]! },
})

describe('safeNext [F12]', () => {
  it.each(['/p/WEB', '/t/WEB-12?x=1#c', '/'])('keeps %s', (next) => {
    expect(safeNext(next, home)).toBe(next)
  })

  it.each([
    '//evil.example',
    '//evil.example/p/WEB',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    'p/WEB',
    '',
    undefined,
    ['/p/WEB'],
  ])('goes to the start for %s', (next) => {
    expect(safeNext(next, home)).toBe('/')
  })
})

describe('keys in addresses', () => {
  it('gives the project of a board and of a task', () => {
    expect(projectKeyOf(at('/p/web'))).toBe('WEB')
    expect(projectKeyOf(at('/t/WEB2-12'))).toBe('WEB2')
    expect(projectKeyOf({ path: '/', params: {} })).toBeNull()
  })

  it('gives the task of a task only', () => {
    expect(taskKeyOf(at('/t/web-12'))).toBe('WEB-12')
    expect(taskKeyOf(at('/p/WEB'))).toBeNull()
  })
})
