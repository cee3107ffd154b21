import { describe, expect, it } from 'vitest'
import type { ActivityItem } from '@/api/activity'
import { burstsOf, runsOf } from './bursts'
import { sentenceOf, sentencesOf } from './words'

let count = 0
/** So many minutes after ten. */
function item(
  minute: number,
  field: string,
  more: { [K in keyof ActivityItem]?: ActivityItem[K] | undefined } = {},
): ActivityItem {
  return {
    id: String(++count),
    seq: count,
    at: `2026-11-26T10:${String(minute).padStart(2, '0')}:00.000Z`,
    actor: 'ada',
    kind: 'task',
    deed: 'updated',
    task: { id: 't1', key: 'WEB-1', title: 'First' },
    field,
    project: 'p',
    ...more,
  } as ActivityItem
}
const value = (text: string, id?: string) => ({ text, ...(id ? { id } : {}) })
const said = (...newestFirst: ActivityItem[]) => burstsOf(newestFirst).map(({ items }) => sentencesOf(items))

describe('burstsOf', () => {
  it('takes together what one person did to one task within minutes', () => {
    const newestFirst = [
      item(9, 'priority', { from: value('none'), to: value('high') }),
      item(6, 'title', { from: value('A'), to: value('B') }),
      item(2, 'priority', { actor: 'ben', from: value('low'), to: value('none') }),
    ]
    expect(said(...newestFirst)).toEqual([
      'renamed it from “A” to “B” and set the priority to High',
      'removed the priority',
    ])
  })

  it('leaves what lies further apart, and other tasks, by themselves', () => {
    const other = { task: { id: 't2', key: 'WEB-2', title: 'Second' } }
    const due = { to: value('2026-12-12') }
    expect(
      burstsOf([
        item(20, 'dueDate', due),
        item(14, 'startDate', due),
        item(13, 'dueDate', { ...due, ...other }),
      ]),
    ).toHaveLength(3)
  })

  it('tells of a field changed several times only where it went in the end', () => {
    const steps = [
      item(3, 'status', { from: value('Doing', 's2'), to: value('Done', 's3') }),
      item(2, 'status', { from: value('To do', 's1'), to: value('Doing', 's2') }),
    ]
    expect(said(...steps)).toEqual(['moved it from To do to Done'])
  })

  it('leaves out what went to and fro', () => {
    const back = [
      item(3, 'status', { from: value('Doing', 's2'), to: value('To do', 's1') }),
      item(2, 'status', { from: value('To do', 's1'), to: value('Doing', 's2') }),
    ]
    const list = [
      item(3, 'labels', { removed: [value('bug', 'l1')] }),
      item(2, 'labels', { added: [value('bug', 'l1'), value('ui', 'l2')] }),
    ]
    expect(said(...back)).toEqual([])
    expect(said(...list)).toEqual(['added the label ui'])
  })

  it('counts comments, and says so where the first was made', () => {
    const comment = (minute: number, deed: ActivityItem['deed']) =>
      item(minute, '', { kind: 'comment', deed, thing: { id: `c${minute}`, text: '' } })
    expect(
      said(comment(4, 'deleted'), item(3, 'description'), comment(2, 'created'), comment(1, 'created')),
    ).toEqual(['commented 2 times, edited the description, and deleted a comment'])
  })

  it('tells a description that was written in many steps once', () => {
    expect(said(item(3, 'description'), item(2, 'description'), item(1, 'description'))).toEqual([
      'edited the description',
    ])
  })
})

describe('sentenceOf', () => {
  const cases: [string, ActivityItem][] = [
    ['created the task', item(0, '', { deed: 'created' })],
    ['brought the task from another project', item(0, '', { deed: 'arrived' })],
    ['moved it from To do to Done', item(0, 'status', { from: value('To do', 'a'), to: value('Done', 'b') })],
    ['set the due date to Dec 12', item(0, 'dueDate', { to: value(`${new Date().getFullYear()}-12-12`) })],
    [
      'moved the due date from Dec 12, 2011 to Dec 13, 2011, 17:00',
      item(0, 'dueDate', { from: value('2011-12-12'), to: value('2011-12-13 17:00') }),
    ],
    ['removed the due date', item(0, 'dueDate', { from: value('2011-12-12') })],
    [
      'assigned Ben and unassigned Chris',
      item(0, 'assignees', { added: [value('Ben', 'ben')], removed: [value('Chris', 'chris')] }),
    ],
    ['took it on', item(0, 'assignees', { added: [value('Ada', 'ada')] })],
    ['added the labels bug and ui', item(0, 'labels', { added: [value('bug', 'a'), value('ui', 'b')] })],
    ['estimated it at 1h 30m', item(0, 'estimate', { to: value('5400') })],
    ['marked it as blocked by WEB-3', item(0, 'blockedBy', { added: [value('WEB-3', 'x')] })],
    ['linked it to a task that you cannot see', item(0, 'related', { added: [value('', 'x')] })],
    ['set Size to Large', item(0, 'field:f', { thing: value('Size', 'f'), to: value('Large', 'o') })],
    ['cleared Size', item(0, 'field:f', { thing: value('Size', 'f'), from: value('Large', 'o') })],
    ['archived it', item(0, 'archived', { to: value('true') })],
    [
      'renamed the label “bug” to “Bug”',
      item(0, 'name', {
        kind: 'label',
        task: undefined,
        thing: value('Bug', 'l'),
        from: value('bug'),
        to: value('Bug'),
      }),
    ],
    [
      'removed the status “Done”',
      item(0, '', { kind: 'status', deed: 'deleted', task: undefined, thing: value('Done', 's') }),
    ],
    [
      'added Ben as an editor',
      item(0, '', {
        kind: 'member',
        deed: 'created',
        task: undefined,
        thing: value('Ben', 'ben'),
        to: value('editor'),
      }),
    ],
    [
      'made the project private',
      item(0, 'visibility', { kind: 'project', task: undefined, from: value('team'), to: value('private') }),
    ],
    ['changed something that this version does not know', item(0, 'sprint', { to: value('12') })],
  ]
  it.each(cases)('%s', (words, one) => expect(sentenceOf(one)).toBe(words))
})

describe('runsOf', () => {
  it('ends where somebody spoke, so that what came before it stays before it', () => {
    const comment = (minute: number, deed: ActivityItem['deed']) =>
      item(minute, '', { kind: 'comment', deed, actor: 'ben' })
    const runs = runsOf([
      item(4, 'priority'),
      comment(3, 'created'),
      comment(2, 'deleted'),
      comment(2, 'updated'),
      item(1, 'title'),
    ])
    expect(runs.map((run) => run.map(({ kind, field, deed }) => field || `${kind} ${deed}`))).toEqual([
      ['priority'],
      ['comment deleted', 'title'],
    ])
  })
})
