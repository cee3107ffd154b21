import { AtSign, CalendarDays, Clock, Hourglass, Plus, Repeat, SignalHigh, Tag } from '@lucide/vue'
import { computed, shallowRef, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import type { CommandBody, Id, User } from '@/api/types'
import { addTexts, useI18n } from '@/i18n'
import { compose } from '@/i18n/en/compose'
import { dayAt } from '@/project/moment'
import { idOf, quickAdd, type Part, type QuickAdd, type QuickAddContext } from '@/project/quickAdd'
import type { ProjectStore } from '@/stores/project'
import { useSession } from '@/stores/session'
import { newId } from '@/sync/id'
import type { Chip } from '@/ui/chip'
import { wordsOf } from './quickAddWords'

addTexts({ compose })

export interface UseQuickAddReturn {
  /** What is understood of the text now. */
  understood: ComputedRef<QuickAdd>
  /** What is shown of it, in the order of the text; a label that there is none of only to those who may make one. */
  chips: ComputedRef<readonly Chip[]>
  /** Says of a chip that it is text after all; of a new label, that it is to be made or is not. */
  choose(chip: number): void
  /** The commands that make the task, to be run as one; none where there is no title. What the text says counts before `own`. */
  commands(own?: Partial<Extract<CommandBody, { kind: 'task.create' }>>): CommandBody[]
  /** Forgets what was chosen: for the next text. */
  reset(): void
}

const icons = {
  due: CalendarDays,
  time: Clock,
  recurrence: Repeat,
  label: Tag,
  newLabel: Plus,
  assignee: AtSign,
  priority: SignalHigh,
  estimate: Hourglass,
}
const colors = ['#5557d6', '#2a6fc9', '#0b7a75', '#3c7a25', '#96590b', '#b03476', '#7d47c4']

/** Reads a new task's text as it is typed, with the labels and people of a project. */
export function useQuickAdd(text: MaybeRefOrGetter<string>, store: ProjectStore): UseQuickAddReturn {
  const session = useSession()
  const i18n = useI18n()
  const kept = shallowRef<ReadonlySet<string>>(new Set())
  const accepted = shallowRef<ReadonlySet<string>>(new Set())
  const people = computed(() => ({
    labels: [...store.labels.value.values()],
    members: [...store.members.value.values()].map(({ user }) => user),
  }))
  const understood = computed(() =>
    quickAdd(toValue(text), { ...momentOf(session.user), ...people.value, kept: kept.value }),
  )
  const canMakeLabels = computed(() => store.whyNot({ kind: 'label.create' }) === null)
  const parts = computed(() =>
    understood.value.parts.filter(({ kind }) => kind !== 'newLabel' || canMakeLabels.value),
  )

  const chips = computed(() => parts.value.map(chipOf))
  function chipOf(part: Part): Chip {
    const words = wordsOf(part, store, i18n)
    const label = i18n.t(`compose.kind.${part.kind}`, { words })
    if (part.kind === 'newLabel') {
      return { id: idOf(part), icon: icons.newLabel, words, label, pressed: accepted.value.has(part.name) }
    }
    return { id: idOf(part), icon: icons[part.kind], words, label: i18n.t('compose.asText', { what: label }) }
  }

  function choose(chip: number): void {
    const part = parts.value[chip]
    if (!part) return
    if (part.kind !== 'newLabel') kept.value = new Set([...kept.value, idOf(part)])
    else if (accepted.value.has(part.name)) accepted.value = without(accepted.value, part.name)
    else accepted.value = new Set([...accepted.value, part.name])
  }

  function commands(own: Partial<Extract<CommandBody, { kind: 'task.create' }>> = {}): CommandBody[] {
    const of = understood.value
    const made = of.newLabels.filter((name) => accepted.value.has(name) && canMakeLabels.value)
    const title = made.reduce((left, name) => withoutLabel(left, name), of.title) || of.title
    if (!title) return []
    const labels = made.map((name) => ({ id: newId(), name }))
    const task: CommandBody = {
      ...own,
      kind: 'task.create',
      task: newId(),
      title,
      ...fieldsOf(of, own, labels),
    }
    return [...labels.map((label) => labelCommand(label.id, label.name)), task]
  }

  return {
    understood,
    chips,
    choose,
    commands,
    reset() {
      kept.value = new Set()
      accepted.value = new Set()
    },
  }
}

function fieldsOf(
  of: QuickAdd,
  own: Partial<Extract<CommandBody, { kind: 'task.create' }>>,
  made: readonly { id: Id }[],
): Partial<Extract<CommandBody, { kind: 'task.create' }>> {
  const labels = [...new Set([...(own.labels ?? []), ...of.labels, ...made.map(({ id }) => id)])]
  const assignees = [...new Set([...(own.assignees ?? []), ...of.assignees])]
  return {
    ...(labels.length ? { labels } : {}),
    ...(assignees.length ? { assignees } : {}),
    ...(of.dueDate ? { dueDate: of.dueDate, dueTime: of.dueTime } : {}),
    ...(of.recurrence ? { recurrence: of.recurrence } : {}),
    ...(of.priority === 'none' ? {} : { priority: of.priority }),
    ...(of.estimateSeconds === null ? {} : { estimateSeconds: of.estimateSeconds }),
  }
}

function labelCommand(label: Id, name: string): CommandBody {
  const color = colors[[...name].reduce((sum, sign) => sum + sign.codePointAt(0)!, 0) % colors.length]!
  return { kind: 'label.create', label, name, color }
}

/** A label that is made now is not a part of the title any more. */
function withoutLabel(title: string, name: string): string {
  return title.replace(`#"${name}"`, '').replace(`#${name}`, '').replace(/\s+/g, ' ').trim()
}

function without(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  return new Set([...set].filter((other) => other !== one))
}

type Moment = Pick<QuickAddContext, 'today' | 'minute' | 'timeZone' | 'monthFirst' | 'me'>

/** Where and when the person is. */
function momentOf(user: User | null, now = Date.now()): Moment {
  const timeZone = user?.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const [hour, minute] = clock.format(now).split(':').map(Number)
  const order = new Intl.DateTimeFormat(user?.locale || 'en-GB').formatToParts(now).map(({ type }) => type)
  return {
    today: dayAt(now, timeZone),
    minute: hour! * 60 + minute!,
    timeZone,
    monthFirst: order.indexOf('month') < order.indexOf('day'),
    me: user?.id ?? null,
  }
}
