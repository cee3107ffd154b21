// @vitest-environment node
import { expect, it } from 'vitest'
import { momentOf, remindTimes } from './remindTimes'

const berlin = 'Europe/Berlin'
/** Thursday, 3 PM in Berlin. */
const now = Date.parse('2026-11-26T14:00:00Z')
const none = { dueDate: null, dueTime: null }

function offered(due: Parameters<typeof remindTimes>[0], at = now): string[] {
  return remindTimes(due, at, berlin).map(
    ({ id, moment }) => `${id} ${new Date(moment).toISOString().slice(5, 16)}`,
  )
}

it('a task that is not due has moments of the days to come, in the zone of the person', () => {
  expect(offered(none)).toEqual(['evening 11-26T17:00', 'tomorrow 11-27T08:00', 'nextWeek 11-30T08:00'])
})

it('an evening that has begun is not offered', () => {
  expect(offered(none, Date.parse('2026-11-26T17:00:00Z'))).not.toContain('evening 11-26T17:00')
})

it('on a Sunday next week is tomorrow, and said once', () => {
  expect(offered(none, Date.parse('2026-11-29T10:00:00Z')).map((one) => one.split(' ')[0])).toEqual([
    'evening',
    'tomorrow',
  ])
})

it('before a due time all that lies ahead is offered, in the zone in which it was set', () => {
  const due = { dueDate: '2026-11-28', dueTime: { time: '17:00', timeZone: 'America/New_York' } }
  expect(offered(due).slice(0, 4)).toEqual([
    'due 11-28T22:00',
    'minutes 11-28T21:50',
    'hour 11-28T21:00',
    'day 11-27T22:00',
  ])
  expect(offered(due).some((one) => one.startsWith('week'))).toBe(false)
})

it('what is due on a day is due at nine, and minutes before that are not offered', () => {
  expect(offered({ dueDate: '2026-12-10', dueTime: null }).slice(0, 3)).toEqual([
    'due 12-10T08:00',
    'day 12-09T08:00',
    'week 12-03T08:00',
  ])
})

it('a day and a time that are written are a moment where the person is', () => {
  expect(momentOf('2026-07-01T10:30', berlin)).toBe(Date.parse('2026-07-01T08:30:00Z'))
  expect(momentOf('', berlin)).toBeNull()
})
