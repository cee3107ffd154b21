import type { ActivityItem, ActivityValue } from '@/api/activity'
import { addTexts, useI18n, type MessageKey } from '@/i18n'
import { activity } from '@/i18n/en/activity'
import { formatDay } from '@/ui/day'
import { formatDuration } from '@/ui/duration'

addTexts({ activity })

const { t, locale } = useI18n()
const says = (path: string, values: Record<string, unknown> = {}, n?: number): string =>
  t(`activity.says.${path}` as MessageKey, values, n)

/** What was done, without who did it: "moved it from To do to In progress". */
export function sentenceOf(item: ActivityItem): string {
  if (item.kind === 'task') return ofTask(item)
  if (item.kind === 'comment') return says(`comment.${item.deed}`, {}, 1)
  if (item.kind === 'attachment') return says(`attachment.${item.deed}`, { name: item.thing?.text ?? '' })
  if (item.kind === 'member') return ofMember(item)
  if (item.kind === 'project') return ofProject(item)
  return ofThing(item)
}

/** Several of them as one: "renamed it, set the priority to High and commented 3 times". */
export function sentencesOf(items: readonly ActivityItem[]): string {
  const sentences = items.flatMap((item) =>
    item.kind === 'comment' ? ofComments(item, items) : sentenceOf(item),
  )
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(sentences)
}

/** What was done to comments is counted, and said where it was done first. */
function ofComments(item: ActivityItem, items: readonly ActivityItem[]): string[] {
  const same = items.filter(({ kind, deed }) => kind === 'comment' && deed === item.deed)
  return same[0] === item ? [says(`comment.${item.deed}`, {}, same.length)] : []
}

function ofTask(item: ActivityItem): string {
  const { deed, field = '', from, to } = item
  if (deed !== 'updated') return says(`task.${deed}`)
  if (item.added || item.removed) return ofList(item)
  const values = { from: words(field, from), to: words(field, to), field: item.thing?.text ?? '' }
  if (field.startsWith('field:')) return says(to ? 'custom.set' : 'custom.none', values)
  if (field === 'priority') return says(to && to.text !== 'none' ? 'priority.set' : 'priority.none', values)
  if (field === 'dueDate' && from && to) return says('dueDate.changed', values)
  if (plain.includes(field)) return says(field, values)
  return known.includes(field) ? says(`${field}.${to ? 'set' : 'none'}`, values) : says('other')
}

const plain = ['title', 'description', 'status']
const known = ['startDate', 'dueDate', 'recurrence', 'estimate', 'parent', 'duplicateOf', 'archived']

/** A list that has gained and lost says both. */
function ofList({ field = '', added = [], removed = [], actor }: ActivityItem): string {
  const parts: string[] = []
  const say = (verb: 'added' | 'removed', list: readonly ActivityValue[]): void => {
    if (list.length === 0) return
    const isSelf = field === 'assignees' && list.length === 1 && list[0]!.id === actor
    if (isSelf) parts.push(says(`assignees.${verb === 'added' ? 'self' : 'unself'}`))
    else parts.push(says(`${field}.${verb}`, { names: listed(field, list) }, list.length))
  }
  say('added', added)
  say('removed', removed)
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(parts)
}

function listed(field: string, list: readonly ActivityValue[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(list.map((value) => words(field, value)))
}

/** A value of a field, as people read it. */
function words(field: string, value: ActivityValue | undefined): string {
  if (!value) return t('activity.nothing')
  const { text } = value
  if (text === '')
    return t(
      field === 'assignees'
        ? 'activity.someone'
        : taskFields.includes(field)
          ? 'activity.hidden'
          : 'activity.nothing',
    )
  if (field === 'priority') return t(`ui.priority.${text}` as MessageKey)
  if (field === 'estimate') return formatDuration(Number(text))
  if (field === 'startDate' || field === 'dueDate') return dayWords(text)
  if (field.startsWith('field:') && /^\d{4}-\d\d-\d\d$/.test(text)) return dayWords(text)
  return field.startsWith('field:') && text === 'true' ? t('activity.yes') : text
}

const taskFields = ['parent', 'duplicateOf', 'blockedBy', 'related']

/** "2026-12-12 17:00" → "Dec 12, 17:00", with the year when it is not this one. */
function dayWords(text: string): string {
  const [day = '', time] = text.split(' ')
  const isThisYear = day.slice(0, 4) === new Date().toISOString().slice(0, 4)
  const words = formatDay(day, locale.value, {
    month: 'short',
    day: 'numeric',
    ...(isThisYear ? {} : { year: 'numeric' }),
  })
  return time ? `${words}, ${time}` : words
}

function ofThing({ kind, deed, thing, field, from, to }: ActivityItem): string {
  const kindName = t(`activity.says.things.${kind}` as MessageKey)
  const values = { kind: kindName, name: thing?.text ?? '', from: from?.text ?? '', to: to?.text ?? '' }
  if (field === 'name') return says('thing.name', values)
  if (field === 'archived') return says(to ? 'thing.archived' : 'thing.shown', values)
  return says(`thing.${deed}`, values)
}

const ofOneself: Readonly<Record<string, string>> = { created: 'joined', deleted: 'left' }

function ofMember({ actor, deed, thing, to }: ActivityItem): string {
  const role = to ? t(`activity.says.roles.${to.text}` as MessageKey) : ''
  return says(`member.${(thing?.id === actor && ofOneself[deed]) || deed}`, {
    name: thing?.text || t('activity.someone'),
    to: role,
  })
}

function ofProject({ deed, field, from, to }: ActivityItem): string {
  if (deed !== 'updated') return says(`project.${deed}`)
  const values = { from: from?.text ?? '', to: to?.text ?? '' }
  switch (field) {
    case 'name':
    case 'description':
      return says(`project.${field}`, values)
    case 'visibility':
      return says(to?.text === 'private' ? 'project.private' : 'project.visible')
    case 'archived':
      return says(to ? 'project.archived' : 'project.unarchived')
    case 'link':
      return says(to ? 'project.link' : 'project.unlink')
  }
  return says('project.other')
}
