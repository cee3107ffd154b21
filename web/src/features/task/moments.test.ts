import { describe, expect, it } from 'vitest'
import type { Attachment, Comment } from '@/api/types'
import { createMoments, marksOf, momentOf, namedMoment, timesIn } from './moments'
import { parseMarkdown } from './markdown'

const first = '01890000-0000-7000-8000-000000000001'
const second = '01890000-0000-7000-8000-000000000002'
const film = (id: string, durationSeconds: number | null) => ({ id, durationSeconds }) as Attachment
const comment = (body: string) => ({ id: body, body }) as Comment

describe('a moment', () => {
  it('is named so that its address leads back to it', () => {
    const named = namedMoment({ film: first, seconds: 42.34 })
    expect(named).toBe(`[0:42](/api/attachments/${first}/content#t=42.3)`)
    expect(momentOf(/\((.*)\)/.exec(named)![1]!)).toEqual({ film: first, seconds: 42.3 })
  })
  it.each([
    '/api/attachments/x/content#t=4',
    `/api/attachments/${first}/content`,
    `https://elsewhere/api/attachments/${first}/content#t=4`,
    `/api/attachments/${first}/content#t=4,5`,
    `/api/attachments/${first}/content#t=1e9`,
  ])('is not %s', (address) => expect(momentOf(address)).toBeNull())
})

it.each([
  ['0:42 flickers', [42]],
  ['at 12:05, and (1:02:03)', [725, 3723]],
  ['1:5, 0:99, 10:00:000, v1.0:42, a0:42 or 0:42b', []],
])('times in %j', (text, seconds) => expect(timesIn(text).map((time) => time.seconds)).toEqual(seconds))

describe('a bare time', () => {
  it('is about the latest film that is long enough', () => {
    const moments = createMoments()
    moments.films.value = [film(first, 100), film(second, 50)]
    expect([42, 90, 200].map((at) => moments.filmAt(at))).toEqual([second, first, undefined])
  })
  it('is a link where there is such a film, and text in code, in links and elsewhere', () => {
    const moments = createMoments()
    moments.films.value = [film(first, 100)]
    const refs = { person: () => undefined, task: () => undefined, moment: moments.hrefAt }
    const box = document.createElement('div')
    box.innerHTML = parseMarkdown('0:42 it flickers, not at 9:00; `0:43` [0:44](https://example.com)', refs)
    expect([...box.querySelectorAll('a')].map((a) => a.getAttribute('href'))).toEqual([
      `/api/attachments/${first}/content#t=42`,
      'https://example.com',
    ])
  })
})

it('marks are the comments on a film, in its order', () => {
  const at = (id: string, seconds: number) => namedMoment({ film: id, seconds })
  const comments = [
    comment(`${at(first, 60)} later`),
    comment(`${at(second, 5)} of another`),
    comment('0:07 in plain\nwords'),
    comment('no time'),
  ]
  const marks = marksOf(comments, first, () => first)
  expect(marks.map(({ seconds, words }) => [seconds, words])).toEqual([
    [7, '0:07 in plain words'],
    [60, 'later'],
  ])
  expect(marksOf(comments, second, () => first).map(({ seconds }) => seconds)).toEqual([5])
})
