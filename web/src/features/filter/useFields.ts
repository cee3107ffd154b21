import {
  CalendarDays,
  CircleDot,
  Clock,
  Hash,
  ListTree,
  SignalHigh,
  SquareCheck,
  Tag,
  Type,
  UserRound,
} from '@lucide/vue'
import { computed, type Component, type ComputedRef } from 'vue'
import { type MessageKey, useI18n } from '@/i18n'
import type { CustomKinds, Kind, Op } from '@/project/filter'
import { fieldKinds, kindOfType, me } from '@/project/filter'
import { kindsOf } from '@/project/filtering'
import type { ProjectStore } from '@/stores/project'
import Avatar from '@/ui/Avatar.vue'
import LabelDot from '@/ui/LabelDot.vue'
import type { Option } from '@/ui/option'
import PriorityIcon from '@/ui/PriorityIcon.vue'
import StatusIcon from '@/ui/StatusIcon.vue'

/** What a condition can be about, as people see it. */
export interface FilterField {
  /** As conditions write it. */
  name: string
  label: string
  kind: Kind
  icon: Component
  /** What can be chosen; null where something is typed. */
  options: readonly Option[] | null
}

/** The operator that a new condition begins with. */
export const firstOp: Record<Kind, Op> = {
  choice: 'anyOf',
  set: 'anyOf',
  text: 'contains',
  day: 'within',
  instant: 'within',
  number: 'moreThan',
  bool: 'is',
}

const icons: Record<keyof typeof fieldKinds, Component> = {
  title: Type,
  status: CircleDot,
  category: CircleDot,
  priority: SignalHigh,
  assignee: UserRound,
  label: Tag,
  parent: ListTree,
  createdBy: UserRound,
  startDate: CalendarDays,
  dueDate: CalendarDays,
  createdAt: CalendarDays,
  updatedAt: CalendarDays,
  completedAt: CalendarDays,
  estimateSeconds: Clock,
  spentSeconds: Clock,
}

const customIcons = {
  text: Type,
  number: Hash,
  date: CalendarDays,
  select: Tag,
  checkbox: SquareCheck,
  person: UserRound,
} as const

const categories = ['backlog', 'todo', 'active', 'done', 'cancelled'] as const
const priorities = ['urgent', 'high', 'medium', 'low', 'none'] as const

/** The fields of a project's tasks: those that all have, then its own. */
export function useFields(store: ProjectStore): {
  fields: ComputedRef<readonly FilterField[]>
  custom: ComputedRef<CustomKinds>
} {
  const { t } = useI18n()

  const people = computed((): Option[] => [
    { value: me, label: t('filter.me'), icon: UserRound },
    ...[...store.members.value.values()]
      .map(({ user }) => user)
      .toSorted((a, b) => a.name.localeCompare(b.name))
      .map((user) => ({
        value: user.id,
        label: user.name,
        hint: `@${user.handle}`,
        icon: Avatar,
        iconProps: { user, decorative: true },
      })),
  ])

  function optionsOf(field: keyof typeof fieldKinds): readonly Option[] | null {
    switch (field) {
      case 'status':
        return store.statuses.value.map((status) => ({
          value: status.id,
          label: status.name,
          icon: StatusIcon,
          iconProps: { category: status.category, color: status.color },
        }))
      case 'category':
        return categories.map((value) => ({ value, label: t(`filter.category.${value}`) }))
      case 'priority':
        return priorities.map((value) => ({
          value,
          label: t(`filter.priority.${value}`),
          icon: PriorityIcon,
          iconProps: { priority: value },
        }))
      case 'assignee':
      case 'createdBy':
        return people.value
      case 'label':
        return [...store.labels.value.values()]
          .toSorted((a, b) => a.name.localeCompare(b.name))
          .map((label) => ({
            value: label.id,
            label: label.name || label.color,
            icon: LabelDot,
            iconProps: { color: label.color },
          }))
      case 'parent':
        return parents()
    }
    return null
  }

  /** Asked when the list of values is opened: of tasks that have some below them. */
  function parents(): Option[] {
    const ids = new Set<string>()
    store.search((task) => {
      if (task.parent) ids.add(task.parent)
      return false
    })
    return [...ids].flatMap((id) => {
      const task = store.peek(id)
      return task ? [{ value: id, label: task.title, hint: task.key }] : []
    })
  }

  const fields = computed((): FilterField[] => [
    ...(Object.keys(fieldKinds) as (keyof typeof fieldKinds)[]).map((name) => ({
      name,
      label: t(`filter.field.${name}` as MessageKey),
      kind: fieldKinds[name],
      icon: icons[name],
      options: optionsOf(name),
    })),
    ...store.fields.value.map((field) => ({
      name: `field:${field.id}`,
      label: field.name,
      kind: kindOfType[field.type],
      icon: customIcons[field.type],
      options:
        field.type === 'person'
          ? people.value
          : field.type === 'select'
            ? field.options.map((option) => ({
                value: option.id,
                label: option.name,
                icon: LabelDot,
                iconProps: { color: option.color },
              }))
            : null,
    })),
  ])
  const custom = computed(() => kindsOf(store.fields.value))
  return { fields, custom }
}
