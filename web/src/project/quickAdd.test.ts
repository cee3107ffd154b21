import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { idOf, quickAdd, type QuickAddContext } from './quickAdd'

// A Thursday, half past ten.
const context: QuickAddContext = {
  today: '2026-11-26',
  minute: 630,
  timeZone: 'Europe/Vienna',
  monthFirst: false,
  me: 'me',
  labels: [
    { id: 'billing', name: 'Billing' },
    { id: 'review', name: 'Needs review' },
  ],
  members: [
    { id: 'me', name: 'Ben Noor', handle: 'ben' },
    { id: 'ada', name: 'Ada Lovelace', handle: 'ada' },
  ],
  kept: new Set(),
}

/** What was understood, in one line. */
function said(text: string, more: Partial<QuickAddContext> = {}): string {
  const of = quickAdd(text, { ...context, ...more })
  const { recurrence: r } = of
  return [
    of.title,
    of.dueDate,
    of.dueTime?.time,
    r &&
      `every ${r.every} ${r.unit}${r.weekdays ? ` ${r.weekdays.join('+')}` : ''}${r.monthDay ? ` ${r.monthDay}` : ''}${r.from === 'completion' ? ' after' : ''}`,
    ...of.labels.map((id) => `#${id}`),
    ...of.newLabels.map((name) => `new #${name}`),
    ...of.assignees.map((id) => `@${id}`),
    of.priority === 'none' ? null : `!${of.priority}`,
    of.estimateSeconds && `~${of.estimateSeconds / 60}m`,
  ]
    .filter(Boolean)
    .join(' | ')
}

describe('quickAdd', () => {
  it.each([
    [
      'Ship invoice tomorrow 5pm #billing @ada !high ~2h',
      'Ship invoice | 2026-11-27 | 17:00 | #billing | @ada | !high | ~120m',
    ],
    // Days.
    ['Ship today', 'Ship | 2026-11-26'],
    ['Ship by Friday', 'Ship | 2026-11-27'],
    ['Ship on thursday', 'Ship | 2026-12-03'],
    ['Ship next monday', 'Ship | 2026-11-30'],
    ['Ship next friday', 'Ship | 2026-12-04'],
    ['Ship next week', 'Ship | 2026-11-30'],
    ['Ship next month', 'Ship | 2026-12-01'],
    ['Ship in 3 days', 'Ship | 2026-11-29'],
    ['Ship in a week', 'Ship | 2026-12-03'],
    ['Ship in 3 months', 'Ship | 2027-02-26'],
    ['Ship 24 dec', 'Ship | 2026-12-24'],
    ['Ship 24th of December', 'Ship | 2026-12-24'],
    ['Ship Dec 24, 2027', 'Ship | 2027-12-24'],
    ['Ship dec 24', 'Ship | 2026-12-24'],
    ['Ship jan 2', 'Ship | 2027-01-02'],
    ['Ship feb 29', 'Ship | 2028-02-29'],
    ['Ship 24.12.', 'Ship | 2026-12-24'],
    ['Ship 2026-12-24', 'Ship | 2026-12-24'],
    ['Ship 24/12', 'Ship | 2026-12-24'],
    ['Ship on sat', 'Ship | 2026-11-28'],
    ['Tomorrow: ship it', 'ship it | 2026-11-27'],
    ['Ship (tomorrow), then rest', 'Ship, then rest | 2026-11-27'],
    ['Move it from monday to friday', 'Move it from monday to | 2026-11-27'],
    // Times.
    ['Call at 9', 'Call | 2026-11-27 | 09:00'],
    ['Call at 5', 'Call | 2026-11-26 | 17:00'],
    ['Call 17:00', 'Call | 2026-11-26 | 17:00'],
    ['Call 5:30 PM', 'Call | 2026-11-26 | 17:30'],
    ['Call 12am tomorrow', 'Call | 2026-11-27 | 00:00'],
    ['Call at noon', 'Call | 2026-11-26 | 12:00'],
    ['Call at 9 tomorrow', 'Call | 2026-11-27 | 09:00'],
    // Again and again.
    ['Water every day', 'Water | 2026-11-26 | every 1 day'],
    ['Water daily at 9', 'Water | 2026-11-27 | 09:00 | every 1 day'],
    ['Water every other week', 'Water | 2026-11-26 | every 2 week'],
    ['Water every 2 weeks', 'Water | 2026-11-26 | every 2 week'],
    ['Water every monday', 'Water | 2026-11-30 | every 1 week mon'],
    ['Water every mon, wed and fri', 'Water | 2026-11-27 | every 1 week mon+wed+fri'],
    ['Water every weekday', 'Water | 2026-11-26 | every 1 week mon+tue+wed+thu+fri'],
    ['Pay every month on the 31st', 'Pay | 2026-11-30 | every 1 month 31'],
    ['Pay every 15th', 'Pay | 2026-12-15 | every 1 month 15'],
    ['Pay monthly', 'Pay | 2026-11-26 | every 1 month'],
    ['Water every 3 days after completion', 'Water | 2026-11-26 | every 3 day after'],
    ['Water every friday 4 dec', 'Water | 2026-12-04 | every 1 week fri'],
    // Names.
    ['Pay #bill', 'Pay | #billing'],
    ['Pay #BILLING,', 'Pay | #billing'],
    ['Look #needs review now', 'Look now | #review'],
    ['Look #"needs review"', 'Look | #review'],
    ['Look #other', 'Look #other | new #other'],
    ['Ask @Ada Lovelace', 'Ask | @ada'],
    ['Ask @adal and @me', 'Ask and | @ada | @me'],
    ['Ask @nobody', 'Ask @nobody'],
    // The rest.
    ['Do !1', 'Do | !urgent'],
    ['Do !4', 'Do | !low'],
    ['Do ~90m', 'Do | ~90m'],
    ['Do ~1h30m', 'Do | ~90m'],
    ['Do ~1.5h', 'Do | ~90m'],
    ['Do ~1d', 'Do | ~480m'],
  ])('understands %s', (text, expected) => expect(said(text)).toBe(expected))

  it.each([
    'May the force',
    'Meet at 5 corners',
    'C# issue',
    'e-mail a@b.c',
    'wow!',
    'wow !',
    'Fix #12',
    "Today's menu",
    'Sun protection',
    'I sat there',
    'Everyday things',
    'Support 24/7',
    'Buy 1/2 cup',
    'Upgrade to 1.2',
    'About ~5 things',
    'A path C:\\tomorrow\\today',
    'Watch "Tomorrow never dies"',
    'Say #',
    'Ship 31 feb',
    'Ship 25:00',
    'today',
    'tomorrow 5pm',
    'every day',
    '!high',
  ])('leaves %s alone', (text) => expect(said(text)).toBe(text))

  it('takes the day and month as the locale writes them', () => {
    expect(said('Ship 12/24', { monthFirst: true })).toBe('Ship | 2026-12-24')
    expect(said('Ship 12/24')).toBe('Ship 12/24')
  })

  it('takes a word after a backslash as text, without the backslash', () => {
    expect(said('Plan \\tomorrow today')).toBe('Plan tomorrow | 2026-11-26')
    expect(said('Tag \\#billing')).toBe('Tag #billing')
  })

  it('takes as text what the person says is text', () => {
    const first = quickAdd('Ship Tomorrow #billing', context)
    expect(first.parts.map(({ text }) => text)).toEqual(['Tomorrow', '#billing'])
    expect(said('Ship Tomorrow #billing', { kept: new Set([idOf(first.parts[0]!)]) })).toBe(
      'Ship Tomorrow | #billing',
    )
  })

  it('never loses what was typed, and its parts are parts of it, one after the other', () => {
    const token = fc.constantFrom(
      'tomorrow',
      '5pm',
      '#billing',
      '@ada',
      '!high',
      '~2h',
      'every day',
      'at 9',
      '"',
      '\\',
      'x',
      'on',
      '24 dec',
      ',',
    )
    fc.assert(
      fc.property(fc.array(token, { maxLength: 9 }), (tokens) => {
        const text = tokens.join(' ')
        const { title, parts } = quickAdd(text, context)
        let end = 0
        for (const part of parts) {
          expect(text.slice(part.from, part.to)).toBe(part.text)
          expect(part.from).toBeGreaterThanOrEqual(end)
          end = part.to
        }
        expect(title === '').toBe(text.trim() === '')
        for (const word of title.match(/[a-z]+/g) ?? []) expect(text).toContain(word)
      }),
    )
  })
})
