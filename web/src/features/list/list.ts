import { inject, provide, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import type { User } from '@/api/types'
import type { Dnd } from '@/composables/dnd'
import type { ProjectStore } from '@/stores/project'
import type { Column } from './columns'
import type { Pick } from './pick'
import type { ListFocus } from './useListFocus'
import type { ListModel } from './useListModel'
import type { ListSelection } from './useListSelection'

/** What the parts of one list share. */
export interface List {
  store: ProjectStore
  model: Readonly<ShallowRef<ListModel>>
  dnd: Dnd
  focus: ListFocus
  selection: ListSelection
  columns: ComputedRef<readonly Column[]>
  /** Grid tracks of a row. */
  template: ComputedRef<string>
  /** Two lines for each task, and gestures in place of columns. */
  isPhone: Readonly<Ref<boolean>>
  openCard: ComputedRef<string | null>
  whyNot: ComputedRef<string | null>
  me: ComputedRef<string | null>
  /** Who else has a task open. */
  viewers: ComputedRef<ReadonlyMap<string, readonly User[]>>
  /** The row whose title is being changed. */
  editing: ShallowRef<string | null>
  composing: ShallowRef<string | null>
  hrefOf(key: string): string
  nameOf(group: { key: string; name: string }): string
  labelOf(column: Column): string
  open(task: string): void
  /** Lets somebody change the title of a row in place. */
  edit(row: string): void
  /** Lets somebody choose a property of these tasks. */
  pick(what: Pick, tasks: readonly string[], anchor: HTMLElement | null, field?: string): void
  /** Sets or clears a custom field that is a checkbox. */
  tick(task: string, field: string): void
  /** Moves a task to the first status of what is done. */
  complete(task: string): void
}

const key: InjectionKey<List> = Symbol('list')

export function provideList(list: List): void {
  provide(key, list)
}

export function useList(): List {
  const list = inject(key)
  if (!list) throw new Error('a part of a list outside of one')
  return list
}
